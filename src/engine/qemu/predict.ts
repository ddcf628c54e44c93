/**
 * What `qemu-img check -r all` would do with an image: QEMU 1.7 to 2025, tested with 7.2. Its bugs are
 * the point, and are not those of anything else here.
 */

import { type ByteSource, position, type Run } from '../bytes/byte-source.ts'
import { guid, NIL_GUID } from '../bytes/guid.ts'
import { FILE_SIGNATURE } from '../format/file-identifier.ts'
import type { Header } from '../format/header.ts'
import { LOG_VERSION } from '../format/header.ts'
import { STRUCTURE_ALIGNMENT } from '../format/layout.ts'
import type { LogEntry, LogScan } from '../log/log.ts'
import { scanLog } from '../log/scan.ts'
import { preview } from '../update/preview.ts'
import type { Step } from '../update/step.ts'
import { openAsQemu, type QemuDisk } from './open-checks.ts'
import { type QemuHeaders, type QemuIds, readQemuHeaders } from './qemu-headers.ts'
import { replayAsQemu } from './replay-as-qemu.ts'
import { type QemuSearch, searchAsQemu } from './search.ts'
import { type QemuStop, type QemuStopCode, stopAt } from './stop.ts'
import { zeroExtended } from './zero-extended.ts'

/**
 * opens: there is nothing to replay for it. replays: the log, to the end, and then it opens the image.
 * refuses: it cannot open the image, having written `steps`. hangs: it does not come back. unknown: the
 * file system decides, or it is more than is followed here.
 */
export type QemuAnswer = 'opens' | 'replays' | 'refuses' | 'hangs' | 'unknown'

export interface QemuPrediction {
  readonly answer: QemuAnswer
  /** Why it does not open the image. */
  readonly stop: QemuStop | undefined
  /** The header that it goes by. */
  readonly headers: QemuHeaders | undefined
  readonly scan: LogScan | undefined
  /** `undefined` where it does not come to search a log. */
  readonly search: QemuSearch | undefined
  /** Entries that it replays to their end. */
  readonly done: readonly LogEntry[]
  /** All that it writes, headers with `ids` in place of its random GUIDs. */
  readonly steps: readonly Step[]
  /** Of the file afterwards. */
  readonly size: number
  /** What it has opened. */
  readonly disk: QemuDisk | undefined
}

/** Stand for GUIDs that QEMU makes up. */
export const PLACEHOLDER_IDS: QemuIds = {
  fileWriteGuid: guid('00000000-0000-4000-8000-000000000001'),
  dataWriteGuids: [
    guid('00000000-0000-4000-8000-000000000002'),
    guid('00000000-0000-4000-8000-000000000003'),
  ],
}

const HANGS: readonly QemuStopCode[] = ['loop', 'zero-run']
const UNKNOWN: readonly QemuStopCode[] = ['beyond-prediction', 'too-many-writes']

/**
 * `known` is a scan of the file's log, to be used where it is of the log that QEMU reads. Never throws
 * on content; passes on I/O errors and the abort.
 */
export async function predictQemu(
  source: ByteSource,
  known?: LogScan,
  ids: QemuIds = PLACEHOLDER_IDS,
  run?: Run,
): Promise<QemuPrediction> {
  const whole = zeroExtended(source)
  const nothing = {
    headers: undefined,
    scan: undefined,
    search: undefined,
    done: [],
    steps: [],
    size: source.size,
    disk: undefined,
  }
  const refuse = (stop: QemuStop) => ({ ...nothing, answer: 'refuses', stop }) as const
  const beginning = await whole.read(0, FILE_SIGNATURE.length)
  if (String.fromCharCode(...beginning) !== FILE_SIGNATURE) return refuse(stopAt('signature'))
  const headers = await readQemuHeaders(whole)
  if (!headers) return refuse(stopAt('no-header'))
  const { values } = headers
  const bad = checkPlace(values)
  if (bad) return { ...refuse(bad), headers }

  const isClean = values.logGuid === NIL_GUID || values.logLength === 0
  const scan = isClean ? undefined : await scanOf(source, values, known, run)
  const search = scan && (await searchAsQemu(whole, scan, run))
  const found = { ...nothing, headers, scan, search }
  if (search?.stop) return { ...found, answer: answerOf(search.stop), stop: search.stop }
  const { region } = scan ?? {}
  const chosen = search?.chosen
  const replay =
    region && chosen
      ? await replayAsQemu({ source: whole, size: source.size, region, headers, chosen }, ids, run)
      : undefined
  const after = replay ? { ...found, ...replay } : found
  if (replay?.stop) return { ...after, answer: answerOf(replay.stop), stop: replay.stop }
  const result = replay ? zeroExtended(resultOf(source, after)) : whole
  const disk = await openAsQemu(result, values)
  if ('code' in disk) return { ...after, answer: 'refuses', stop: disk }
  return { ...after, answer: replay ? 'replays' : 'opens', stop: undefined, disk }
}

const answerOf = ({ code }: QemuStop): QemuAnswer =>
  HANGS.includes(code) ? 'hangs' : UNKNOWN.includes(code) ? 'unknown' : 'refuses'

/** The file as QEMU would leave it. */
export function resultOf(
  source: ByteSource,
  { steps, size }: Pick<QemuPrediction, 'steps' | 'size'>,
): ByteSource {
  const view = preview(source, steps)
  return { size, read: (offset, length) => view.read(offset, length) }
}

/** What `vhdx_parse_log` asks before it looks whether there is anything to replay. */
function checkPlace({ logOffset, logLength, logVersion, logGuid }: Header): QemuStop | undefined {
  const unit = BigInt(STRUCTURE_ALIGNMENT)
  if (logOffset < unit || logOffset % unit !== 0n)
    return stopAt('log-offset', { offset: logOffset })
  if (logVersion !== LOG_VERSION) return stopAt('log-version', { version: logVersion })
  if (logGuid !== NIL_GUID && logLength % STRUCTURE_ALIGNMENT !== 0) {
    return stopAt('log-length', { length: logLength })
  }
  return undefined
}

/** Of a log that reaches past the end of the file, too: there QEMU reads zeros. */
async function scanOf(
  source: ByteSource,
  { logOffset, logLength, logGuid }: Header,
  known: LogScan | undefined,
  run: Run | undefined,
): Promise<LogScan | undefined> {
  const offset = position(logOffset)
  if (offset === undefined || offset >= source.size) return undefined
  const isKnown =
    known?.region.offset === offset && known.region.length === logLength && known.guid === logGuid
  return isKnown
    ? known
    : scanLog(zeroExtended(source), { offset, length: logLength }, logGuid, run)
}
