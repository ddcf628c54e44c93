/** Byte updates as the whole sectors that a log entry is made of, §2.3.1. */
import type { ByteRange, ByteSource } from '../bytes/byte-source.ts'
import { isZero } from '../bytes/is-zero.ts'
import { endOf } from '../bytes/ranges.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import type { EntryUpdate } from '../log/encode-entry.ts'
import type { Preview, PreviewExtent } from '../update/preview.ts'
import { type ByteUpdate, withUpdates } from './byte-update.ts'

/** A run of whole sectors. */
interface SectorRun extends ByteRange {
  /** Known to become zero, without a look at the file. */
  readonly isZero: boolean
}

const roundDown = (offset: number): number => offset - (offset % LOG_SECTOR_SIZE)
const roundUp = (offset: number): number => Math.ceil(offset / LOG_SECTOR_SIZE) * LOG_SECTOR_SIZE

/**
 * Each sector that an update touches, once, in order of place: as it will be, with what the file has
 * around the update. Sectors that become zero are one zero descriptor for each run of them, however
 * long. A sector that reaches past the end of the file is filled up with zeros.
 */
export async function toSectorUpdates(
  source: ByteSource,
  updates: readonly ByteUpdate[],
): Promise<readonly EntryUpdate[]> {
  const result = withUpdates(source, updates)
  const sectors: EntryUpdate[] = []
  for (const run of sectorRuns(result.extents)) {
    if (run.isZero) addZeros(sectors, run)
    else await addSectors(sectors, run, result)
  }
  return sectors
}

/** The sectors of the extents: where an extent ends and another begins in one sector, that is one run's. */
function* sectorRuns(extents: readonly PreviewExtent[]): Generator<SectorRun> {
  let done = 0
  const from = (start: number, end: number, zero: boolean): SectorRun[] => {
    const offset = Math.max(start, done)
    if (offset >= end) return []
    done = end
    return [{ offset, length: end - offset, isZero: zero }]
  }
  for (const extent of extents) {
    const [start, end] = [roundDown(extent.offset), roundUp(endOf(extent))]
    if (extent.step.content.kind !== 'zeros') {
      yield* from(start, end, false)
      continue
    }
    const whole = roundUp(extent.offset)
    yield* from(start, Math.min(whole, end), false)
    yield* from(whole, roundDown(endOf(extent)), true)
    yield* from(roundDown(endOf(extent)), end, false)
  }
}

function addZeros(sectors: EntryUpdate[], { offset, length }: ByteRange): void {
  const last = sectors.at(-1)
  const fileOffset = BigInt(offset)
  if (last?.kind === 'zero' && last.fileOffset + last.length === fileOffset) {
    sectors[sectors.length - 1] = { ...last, length: last.length + BigInt(length) }
  } else sectors.push({ kind: 'zero', fileOffset, length: BigInt(length) })
}

async function addSectors(sectors: EntryUpdate[], run: ByteRange, result: Preview): Promise<void> {
  for (let offset = run.offset; offset < endOf(run); offset += LOG_SECTOR_SIZE) {
    const bytes = new Uint8Array(LOG_SECTOR_SIZE)
    const inside = Math.min(LOG_SECTOR_SIZE, result.size - offset)
    bytes.set(await result.read(offset, inside))
    if (isZero(bytes)) addZeros(sectors, { offset, length: LOG_SECTOR_SIZE })
    else sectors.push({ kind: 'data', fileOffset: BigInt(offset), bytes })
  }
}
