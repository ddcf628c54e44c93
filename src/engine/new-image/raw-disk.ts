/** A raw image as a disk like any other: a fixed one, whose table is made up where it is read. */
import { type ByteSource, checkRange, readInto } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'
import { arrange } from '../compose/arrange.ts'
import type { DiskImage } from '../disk/map-disk.ts'
import { FULLY_PRESENT, putBatEntry } from '../format/bat-entry.ts'
import { batIndexKind, blockOfIndex } from '../format/bat-index.ts'
import { BAT_ENTRY_SIZE, MAX_BLOCK_SIZE, MIB } from '../format/layout.ts'
import type { SectorSize } from '../image/metadata/disk-limits.ts'

/**
 * `raw` has the size of a disk (`diskSizeProblem`), else a `RangeError` is thrown. Its blocks are those of a VHDX that
 * is nowhere: what lies behind its table is `raw`.
 */
export function rawDisk(raw: ByteSource, logicalSectorSize: SectorSize): DiskImage {
  const { geometry, bat, payload } = arrange({
    virtualDiskSize: raw.size,
    blockSize: MAX_BLOCK_SIZE,
    logicalSectorSize,
    kind: 'fixed',
  })
  const size = payload + raw.size
  const table = (offset: number, target: Uint8Array): void => {
    target.fill(0)
    const view = new DataView(target.buffer, target.byteOffset, target.length)
    for (let at = 0; at < target.length; at += BAT_ENTRY_SIZE) {
      const index = (offset + at - bat.offset) / BAT_ENTRY_SIZE
      if (batIndexKind(geometry, index) === 'sector-bitmap') continue
      const place = payload + blockOfIndex(geometry, index) * MAX_BLOCK_SIZE
      putBatEntry(view, at, FULLY_PRESENT, place / MIB)
    }
  }
  /** A reader of disks asks for entries, or for what a block has: never for both at once. */
  const into = async (offset: number, target: Uint8Array): Promise<void> => {
    checkRange(size, offset, target.length)
    if (offset >= payload) await readInto(raw, offset - payload, target)
    else table(offset, target)
  }
  return {
    bat: { region: bat, geometry, count: geometry.batEntries },
    source: {
      size,
      readInto: into,
      async read(offset, length) {
        checkRange(size, offset, length)
        const bytes = new Uint8Array(length)
        await into(offset, bytes)
        return bytes
      },
    },
  }
}

/** Where in the raw image a byte of `rawDisk`’s made-up file is. */
export const offsetInRaw = ({ bat }: DiskImage, fileOffset: number): number =>
  fileOffset - (bat ? endOf(bat.region) : 0)

/** A disk of `size` bytes in which nothing was ever written. Throws as `rawDisk` does. */
export function emptyDisk(size: number, logicalSectorSize: SectorSize): DiskImage {
  const zeros = async (_: number, length: number) => new Uint8Array(length)
  const { bat } = rawDisk({ size, read: zeros }, logicalSectorSize)
  // A table of nothing but zeros.
  return { bat, source: { size: Number.MAX_SAFE_INTEGER, read: zeros } }
}
