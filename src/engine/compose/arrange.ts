/** Where the parts of an image go: header section, log, metadata, BAT, payload, as Windows and QEMU lay them. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'
import { BAT_ENTRY_SIZE, HEADER_SECTION_SIZE, MIB } from '../format/layout.ts'
import { parametersOf } from '../image/metadata/disk-items.ts'
import { type Geometry, geometryOf } from '../image/metadata/geometry.ts'
import type { ImageDescription } from './description.ts'

export interface Arrangement {
  readonly geometry: Geometry
  readonly log: ByteRange
  readonly metadata: ByteRange
  readonly bat: ByteRange
  /** Where the first block goes. */
  readonly payload: number
}

const wholeMib = (size: number): number => Math.ceil(size / MIB) * MIB

/** Throws a `RangeError` where no VHDX can be like that. */
export function arrange(description: ImageDescription): Arrangement {
  const { virtualDiskSize, blockSize = MIB, kind = 'dynamic' } = description
  const geometry = geometryOf({
    fileParameters: parametersOf({ kind, blockSize }),
    virtualDiskSize: BigInt(virtualDiskSize),
    virtualDiskId: undefined,
    logicalSectorSize: description.logicalSectorSize ?? 512,
    physicalSectorSize: description.physicalSectorSize ?? 4096,
  })
  if (geometry === undefined) throw new RangeError('no disk can have such a size, block or sector')

  const { offset = HEADER_SECTION_SIZE, length = MIB } = description.log ?? {}
  const metadata = { offset: HEADER_SECTION_SIZE + wholeMib(length), length: MIB }
  const bat = { offset: endOf(metadata), length: wholeMib(geometry.batEntries * BAT_ENTRY_SIZE) }
  return { geometry, log: { offset, length }, metadata, bat, payload: endOf(bat) }
}
