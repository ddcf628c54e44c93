/** Entries of the log that write one sector of the BAT and nothing else, as QEMU makes them. */
import { type ByteRange, type ByteSource, position } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import { restoreSector } from '../format/log-entry.ts'
import { readDescriptors } from '../log/descriptors.ts'
import type { LogEntry, LogRegion } from '../log/log.ts'

/** An entry header with one descriptor, and one data sector. */
const ENTRY_LENGTH = 2 * LOG_SECTOR_SIZE

export interface LoggedSector {
  /** In the file. */
  readonly offset: number
  /** The sector as the entry leaves it, 4 KiB. */
  readonly bytes: Uint8Array
}

/** elsewhere: it leaves `bat` as it is. several: it may write there, and more than one sector. */
export type Logged = LoggedSector | 'elsewhere' | 'several'

/** What a valid `entry` does to `bat`, which begins at a whole sector. */
export async function readLoggedSector(
  source: ByteSource,
  region: LogRegion,
  entry: LogEntry,
  bat: ByteRange,
): Promise<Logged> {
  const { descriptorCount } = entry.header
  if (descriptorCount === 0) return 'elsewhere'
  if (descriptorCount > 1 || entry.length !== ENTRY_LENGTH) return 'several'
  const [descriptor] = await readDescriptors(source, region, entry, { start: 0, count: 1 })
  if (descriptor?.kind !== 'data' || descriptor.sectorAt === undefined) return 'several'
  const offset = position(descriptor.fileOffset)
  if (offset === undefined || offset < bat.offset || offset >= endOf(bat)) return 'elsewhere'
  const bytes = await source.read(descriptor.sectorAt, LOG_SECTOR_SIZE)
  return { offset, bytes: restoreSector(bytes, descriptor) }
}
