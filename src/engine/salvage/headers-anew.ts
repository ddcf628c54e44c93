/** Both headers made anew where neither counts, §2.2.2: of what is left of them, and of what the log proves. */
import { formatHex, plural } from '../bytes/format.ts'
import { type Guid, NIL_GUID } from '../bytes/guid.ts'
import { FORMAT_VERSION, HEADER_SIGNATURE, type Header, LOG_VERSION } from '../format/header.ts'
import { MIB } from '../format/layout.ts'
import { INTERRUPTED_PATCH, isPatchMark } from '../format/patch-mark.ts'
import { batIn } from '../image/bat/bat.ts'
import type { Image } from '../image/image.ts'
import { scanLog } from '../log/scan.ts'
import { planHeaderUpdate } from '../update/header-update.ts'
import type { Step } from '../update/step.ts'
import { believable } from './by-other-header.ts'
import { decide, proposed, sentenceOf } from './evidence/decide.ts'
import { proposeRegions, type Regions } from './evidence/proposed-regions.ts'
import { findLostLog, type LogGround, roomForLog } from './lost-log.ts'
import {
  type Ground,
  type NotApplicable,
  SALVAGE_CAUSE,
  type SalvageLoss,
  type SalvageWay,
} from './way.ts'

export const headersAnew: SalvageWay = async (ground) => {
  const { inspected, ids, values, run } = ground
  const { before } = inspected
  if (before.headers.current) return { why: 'A header of the file is whole.' }
  if (before.headers.copies.some(({ values: found }) => isPatchMark(found))) {
    return { why: INTERRUPTED_PATCH }
  }
  const stored = storedHeader(before)
  const around = stored ? undefined : await groundOf(before, values, run)
  const { kind } = before.identity
  // A disk that holds a VHDX as a file has all of its structures, too.
  const isLost = kind === 'unknown' || kind === 'all-zero'
  if (around && kind !== 'vhdx' && (around.regions.length === 0 || !isLost)) {
    if (isLost && around.open) return around.open
    return { why: 'Nothing else in the file says that it is a VHDX.' }
  }
  const log =
    stored || !around ? await storedLog(before, stored ?? NEW, run) : await searchedLog(around, run)
  const wanted = decideLog(log, values.get('log'))
  if (wanted.value === 'proven' && log.proven === undefined) {
    const why = 'The entries that are left do not prove which log has to be applied.'
    return { why, setting: 'log', values: [wanted.told] }
  }
  const logGuid = (wanted.value === 'proven' && log.proven) || NIL_GUID
  const { steps } = planHeaderUpdate(
    {
      copy: 1,
      values: { ...(stored ?? { ...NEW, dataWriteGuid: ids.dataWriteGuid }), ...log.place },
    },
    { fileWriteGuid: ids.fileWriteGuid, logGuid },
  )
  return {
    steps: [...log.steps, ...steps],
    losses: [...logLosses(log, logGuid), ...guidLosses(stored)],
    values: [wanted.told],
  }
}

const NEW: Header = {
  signature: HEADER_SIGNATURE,
  checksum: 0,
  sequenceNumber: 0n,
  fileWriteGuid: NIL_GUID,
  dataWriteGuid: NIL_GUID,
  logGuid: NIL_GUID,
  logVersion: LOG_VERSION,
  version: FORMAT_VERSION,
  logLength: 0,
  logOffset: 0n,
  reserved: new Uint8Array(),
}

/** Of two that can be believed the one with the greater number, as of two whole ones. */
function storedHeader({ headers, source }: Image): Header | undefined {
  const [first, second] = headers.copies.map((copy) => believable(copy, source.size))
  if (first && second) return second.sequenceNumber > first.sequenceNumber ? second : first
  return first ?? second
}

interface NamedLog {
  readonly place: Pick<Header, 'logOffset' | 'logLength'>
  readonly entries: number
  readonly proven: Guid | undefined
  /** What has to be done before a header may name it. */
  readonly steps: readonly Step[]
}

async function storedLog(
  { source }: Image,
  { logOffset, logLength, logGuid }: Header,
  run: Ground['run'],
): Promise<NamedLog> {
  const region = { offset: Number(logOffset), length: logLength }
  const scan = await scanLog(source, region, logGuid, run)
  const entries = scan.entries.filter(({ reasons }) => reasons.length === 0).length
  const proven = scan.active ? logGuid : undefined
  return { place: { logOffset, logLength }, entries, proven, steps: [] }
}

/** The log is on none of these: regions that a table has, or that are found without one. */
async function groundOf(
  image: Image,
  set: Ground['values'],
  run: Ground['run'],
): Promise<LogGround & { readonly open?: NotApplicable | undefined }> {
  const { source, regionTables, bat } = image
  if (regionTables.current) {
    const regions = regionTables.current.entries.flatMap(({ range }) => (range ? [range] : []))
    return { source, regions, bat }
  }
  const found = await proposeRegions(image, set, run)
  if (!('why' in found)) return groundIn(image, found)
  // Metadata of a disk say that it is one, wherever the rest of it is.
  const isVhdx = found.values?.some(({ options }) => options.length > 0)
  return { ...groundIn(image, undefined), open: isVhdx ? found : undefined }
}

/** By regions that were found, or not. */
export function groundIn({ source }: Image, found: Regions | undefined): LogGround {
  if (!found) return { source, regions: [], bat: undefined }
  const { metadata, bat: region, geometry } = found
  const bat = geometry && batIn({ region, geometry }, source.size)
  return { source, regions: [metadata, region], bat }
}

async function searchedLog(around: LogGround, run: Ground['run']): Promise<NamedLog> {
  const found = await findLostLog(around, run)
  if (found) {
    const { region, entries, proven } = found
    const place = { logOffset: BigInt(region.offset), logLength: region.length }
    return { place, entries, proven, steps: [] }
  }
  const offset = await roomForLog(around, run)
  const isBehind = offset + MIB > around.source.size
  return {
    place: { logOffset: BigInt(offset), logLength: MIB },
    entries: 0,
    proven: undefined,
    steps: isBehind ? [{ kind: 'extend', size: offset + MIB, cause: SALVAGE_CAUSE }] : [],
  }
}

type LogChoice = 'none' | 'proven'

/** Without a log, unless it is asked for: nobody knows whether it was applied before. */
function decideLog({ entries, proven }: NamedLog, set: string | undefined) {
  const none =
    proven === undefined
      ? entries === 0
        ? 'no whole entry of a log is left'
        : 'the entries that are left prove no log'
      : 'nothing says whether the log had been applied'
  return decide<LogChoice>({
    way: 'headers-anew',
    name: 'log',
    set: set === 'proven' || set === 'none' ? set : undefined,
    clues: [proposed<LogChoice>('none', none, () => false)],
    text: String,
    options: [
      { value: 'none', why: sentenceOf(none) },
      ...(proven === undefined
        ? []
        : [
            {
              value: 'proven',
              why: `It is proven by ${plural(entries, 'whole entry', 'whole entries')}.`,
            },
          ]),
    ],
  })
}

function logLosses({ place, entries, proven }: NamedLog, logGuid: Guid): readonly SalvageLoss[] {
  const where = `at ${formatHex(place.logOffset)}`
  if (logGuid !== NIL_GUID) {
    return [
      {
        sentence: `The log ${where} is applied as its entries prove it. If it had been applied before, what was written to the tables since is lost.`,
      },
    ]
  }
  if (entries === 0) return []
  const offer = proven
    ? 'Its entries prove a log that can be applied (log=proven).'
    : 'Its entries prove no log that could be applied.'
  return [
    {
      sentence: `The log ${where} is given up: if it still had to be applied, changes to the tables of the disk are missing, or done in part. ${offer}`,
    },
  ]
}

const guidLosses = (stored: Header | undefined): readonly SalvageLoss[] =>
  stored
    ? []
    : [
        {
          sentence:
            'The DataWriteGuid is lost, and made anew: children no longer know the disk by it.',
        },
      ]
