/** The metadata region made anew, §2.6: of what is left of it, of what the file shows, and of what the user sets. */
import { formatCount, plural } from '../bytes/format.ts'
import type { Guid } from '../bytes/guid.ts'
import { METADATA_TABLE_SIZE } from '../format/layout.ts'
import {
  METADATA_SIGNATURE,
  metadataTableEntry,
  metadataTableHeader,
} from '../format/metadata-table.ts'
import { encodeItems, parametersOf } from '../image/metadata/disk-items.ts'
import { geometryOf } from '../image/metadata/geometry.ts'
import { structuresOf } from '../image/structure-map.ts'
import { type DiskValues, proposeValues, roomIn } from './evidence/proposed-values.ts'
import { type SalvageLoss, type SalvageWay, writeBytes } from './way.ts'

/** The items lie behind the table, in so many bytes that are written, or a multiple. */
const ITEMS_SIZE = 4096

/** A locator is no longer than an item may be (§2.6.1.2). */
const MAX_LOCATOR = 2 ** 16

/** A log that makes them whole does it better. */
export const metadataAnew: SalvageWay = async ({ inspected, ids, values: set, run }) => {
  const { before, update } = inspected
  if ((update?.after ?? before).geometry) return { why: 'The metadata say all that a disk needs.' }
  const { bat, metadata: region } = before.regionTables
  if (!bat || !region) return { why: 'Nothing says where metadata and the table of blocks are.' }
  const taken = structuresOf(before).map(({ at }) => at)
  const proposal = await proposeValues(before, { bat, taken, set, run })
  if ('why' in proposal) return proposal
  const { disk, values } = proposal
  const { virtualDiskId } = disk
  const geometry = geometryOf({ ...disk, fileParameters: parametersOf(disk), virtualDiskId })
  if (!geometry) return { why: 'The values do not make a disk.', values }
  const [needed, room] = [geometry.batEntries, roomIn(bat)]
  if (needed > room) {
    return {
      why: `The table of blocks has room for ${plural(room, 'entry', 'entries')}, and such a disk needs ${formatCount(needed)}.`,
      setting: 'disk-size',
      values,
    }
  }
  // Any will do, and it is not one that the file has for something else.
  const bytes = encodeRegion(disk, virtualDiskId ?? ids.dataWriteGuid)
  if (bytes.length > METADATA_TABLE_SIZE + ITEMS_SIZE + MAX_LOCATOR) {
    return { why: 'The path of the parent is too long.', setting: 'parent-path', values }
  }
  if (region.length < bytes.length) return { why: 'The region is too small.' }
  return { steps: writeBytes(region.offset, bytes), losses: lossesOf(disk), values }
}

function encodeRegion(disk: DiskValues, virtualDiskId: Guid): Uint8Array {
  const items = encodeItems({ ...disk, virtualDiskId })
  const length = items.reduce((sum, { bytes }) => sum + bytes.length, 0)
  const whole = Math.ceil(length / ITEMS_SIZE) * ITEMS_SIZE
  const region = new Uint8Array(METADATA_TABLE_SIZE + whole)
  region.set(
    metadataTableHeader.encode({ signature: METADATA_SIGNATURE, entryCount: items.length }),
  )
  let offset = METADATA_TABLE_SIZE
  items.forEach(({ bytes, entry }, i) => {
    const at = metadataTableHeader.size + i * metadataTableEntry.size
    region.set(metadataTableEntry.encode({ ...entry, offset, length: bytes.length }), at)
    region.set(bytes, offset)
    offset += bytes.length
  })
  return region
}

const lossesOf = ({ virtualDiskId }: DiskValues): readonly SalvageLoss[] => [
  { sentence: 'Where a value is wrong that the metadata are made of, the disk reads wrongly.' },
  ...(virtualDiskId === undefined
    ? [{ sentence: 'The identity of the disk is lost, and made anew.' }]
    : []),
  { sentence: 'Items of other kinds, which a program may have added, are no longer there.' },
]
