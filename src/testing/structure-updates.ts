/** Updates of single structures, made field by field, for tests of journals. */
import type { ByteSource } from '../engine/bytes/byte-source.ts'
import type { Guid } from '../engine/bytes/guid.ts'
import { batEntry, PAYLOAD_STATES, type PayloadState } from '../engine/format/bat-entry.ts'
import { sealChecksum } from '../engine/format/checksum.ts'
import { BAT_ENTRY_SIZE, REGION_TABLE_OFFSETS, REGION_TABLE_SIZE } from '../engine/format/layout.ts'
import { virtualDiskId, virtualDiskSize } from '../engine/format/metadata-items.ts'
import {
  type RegionTableEntry,
  regionTableEntry,
  regionTableHeader,
} from '../engine/format/region-table.ts'
import { readImage } from '../engine/image/image.ts'
import { findItem } from '../engine/image/metadata/find-item.ts'
import type { ByteUpdate } from '../engine/journal/byte-update.ts'
import { BAT } from './journalling.ts'

const bytesAt = (offset: number, bytes: Uint8Array): ByteUpdate => ({
  offset,
  content: { kind: 'bytes', bytes },
})

/** Of a disk without sector bitmaps whose chunk has not ended yet: the entry of a block has its number. */
export const batUpdate = (block: number, state: PayloadState, fileOffsetMB = 0): ByteUpdate =>
  bytesAt(
    BAT + block * BAT_ENTRY_SIZE,
    batEntry.encode({ state: PAYLOAD_STATES.indexOf(state), fileOffsetMB }),
  )

export const diskIdUpdate = async (image: ByteSource, id: Guid): Promise<ByteUpdate> =>
  bytesAt(await itemAt(image, 'virtualDiskId'), virtualDiskId.encode({ virtualDiskId: id }))

export const diskSizeUpdate = async (image: ByteSource, size: number): Promise<ByteUpdate> =>
  bytesAt(
    await itemAt(image, 'virtualDiskSize'),
    virtualDiskSize.encode({ virtualDiskSize: BigInt(size) }),
  )

async function itemAt(
  source: ByteSource,
  name: 'virtualDiskId' | 'virtualDiskSize',
): Promise<number> {
  const { metadata } = await readImage(source)
  const range = metadata && findItem(metadata.items, name)?.range
  if (range === undefined) throw new Error(`the image has no ${name}`)
  return range.offset
}

/** Both region tables as they are, with one more region that nobody has to know. */
export async function regionAdded(
  image: ByteSource,
  region: Pick<RegionTableEntry, 'guid' | 'fileOffset' | 'length'>,
): Promise<readonly ByteUpdate[]> {
  const table = await image.read(REGION_TABLE_OFFSETS[0], REGION_TABLE_SIZE)
  const values = regionTableHeader.decode(table)
  const { entryCount } = values
  table.set(regionTableHeader.encode({ ...values, entryCount: entryCount + 1 }))
  const at = regionTableHeader.size + entryCount * regionTableEntry.size
  table.set(regionTableEntry.encode(region), at)
  const sealed = sealChecksum(table)
  return REGION_TABLE_OFFSETS.map((offset) => bytesAt(offset, sealed))
}
