/** What tests of journals share: images to change, GUIDs, and the recovery behind a crash. */
import type { ByteFile, ByteSource } from '../engine/bytes/byte-source.ts'
import { guid, NIL_GUID } from '../engine/bytes/guid.ts'
import { MemoryFile } from '../engine/bytes/memory-file.ts'
import { buildImage } from '../engine/compose/build-image.ts'
import type { ImageDescription } from '../engine/compose/description.ts'
import { KIB, MIB } from '../engine/format/layout.ts'
import { readImage } from '../engine/image/image.ts'
import { findLogRegion } from '../engine/image/log-region.ts'
import type { ByteUpdate } from '../engine/journal/byte-update.ts'
import type { ScannedImage } from '../engine/journal/ground.ts'
import {
  type JournalIds,
  type JournalParams,
  type JournalPlan,
  planJournal,
} from '../engine/journal/plan-journal.ts'
import { planReplay, replaySteps } from '../engine/log/replay.ts'
import { scanLog } from '../engine/log/scan.ts'
import { applyTo } from '../engine/update/apply.ts'
import type { Step } from '../engine/update/step.ts'
import { sizesNear } from './random-size.ts'

export const JOURNAL_IDS: JournalIds = {
  fileWriteGuid: guid('c0ffee00-0000-4000-8000-000000000001'),
  dataWriteGuid: guid('c0ffee00-0000-4000-8000-000000000002'),
  logGuid: guid('c0ffee00-0000-4000-8000-000000000003'),
  // As Windows does: beyond what a floating-point number holds.
  sequenceNumber: 81_234_567_890_123_457n,
}
const RECOVERY_IDS = { fileWriteGuid: guid('c0ffee00-0000-4000-8000-000000000004') }

/** Where the parts of an image with a log of 1 MiB lie. */
export const METADATA = 2 * MIB
export const BAT = 3 * MIB
/** Behind the items of the metadata region: nobody's bytes, but of the region. */
export const SPARE = METADATA + MIB / 2

/** Sizes of an image without blocks: it may end anywhere in its BAT, or behind it. */
export const JOURNAL_SIZES = sizesNear(
  [BAT + 64 * KIB, BAT + MIB],
  BAT + 4 * KIB,
  BAT + MIB + 64 * KIB,
)

export const journalDisk = (changes: Partial<ImageDescription> = {}): MemoryFile =>
  new MemoryFile(
    buildImage({
      virtualDiskSize: 64 * MIB,
      blocks: [{ block: 0, fill: 0x11 }],
      ...changes,
    }).toBytes(),
  )

export async function scanned(source: ByteSource): Promise<ScannedImage> {
  const image = await readImage(source)
  const { current } = image.headers
  const region = current && findLogRegion(current, source.size).region
  const guid = current?.values?.logGuid ?? NIL_GUID
  return { image, scan: region && (await scanLog(source, region, guid)) }
}

export const journal = async (
  source: ByteSource,
  updates: readonly ByteUpdate[],
  params: Partial<JournalParams> = {},
): Promise<JournalPlan> =>
  planJournal({ ...(await scanned(source)), updates, ids: JOURNAL_IDS, ...params })

/** What an implementation does that opens a file: the replay of its log. Throws where it must refuse. */
export async function recoverySteps(file: ByteSource): Promise<readonly Step[]> {
  const { image, scan } = await scanned(file)
  const { current } = image.headers
  if (current?.values === undefined) throw new Error('no header is current')
  if (current.values.logGuid === NIL_GUID) return []
  if (scan?.active === undefined) throw new Error('the log has no complete sequence')
  const header = { copy: current.copy, values: current.values }
  const { region, active } = scan
  const plan = await planReplay({ source: file, region, active, header, ids: RECOVERY_IDS })
  return replaySteps(plan)
}

export const recover = async (file: ByteFile): Promise<void> =>
  applyTo(file, await recoverySteps(file))

export const bytesOf = (offset: number, ...bytes: number[]): ByteUpdate => ({
  offset,
  content: { kind: 'bytes', bytes: new Uint8Array(bytes) },
})

export const filled = (offset: number, length: number, byte: number): ByteUpdate => ({
  offset,
  content: { kind: 'bytes', bytes: new Uint8Array(length).fill(byte) },
})

export const zeros = (offset: number, length: number): ByteUpdate => ({
  offset,
  content: { kind: 'zeros', length },
})
