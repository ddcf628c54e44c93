/** The metadata region made anew, §2.6: of what is left of it, of what the file shows, and of what the user sets. */
import { formatBytes } from '../bytes/format.ts'
import type { Guid } from '../bytes/guid.ts'
import { BAT_ENTRY_SIZE, METADATA_TABLE_SIZE } from '../format/layout.ts'
import {
  fileParameters,
  KNOWN_ITEMS,
  type KnownItemName,
  logicalSectorSize,
  physicalSectorSize,
  virtualDiskId,
  virtualDiskSize,
} from '../format/metadata-items.ts'
import {
  METADATA_SIGNATURE,
  metadataTableEntry,
  metadataTableHeader,
} from '../format/metadata-table.ts'
import { geometryOf } from '../image/metadata/geometry.ts'
import { type DiskValues, type Proposal, proposeValues } from './proposed-values.ts'
import { SALVAGE_WORDS } from './salvage-words.ts'
import { type SalvageLoss, type SalvageWay, writeBytes } from './way.ts'

/** The items lie behind the table, in so many bytes that are written. */
const ITEMS_SIZE = 4096

/** Other ways may have settings of their own. */
const SETTINGS = SALVAGE_WORDS['metadata-anew'].settings

/** A log that makes them whole does it better. */
export const metadataAnew: SalvageWay = async ({ inspected, ids, values: set }) => {
  const { before, update } = inspected
  if ((update?.after ?? before).geometry) return { why: 'The metadata say all that a disk needs.' }
  const { bat, metadata: region } = before.regionTables
  if (!bat || !region) return { why: 'Nothing says where metadata and the table of blocks are.' }
  if (before.metadata?.fileParameters?.hasParent === 1) {
    return { why: 'The disk is a child, and what its metadata said of its parent would be lost.' }
  }
  if (region.length < METADATA_TABLE_SIZE + ITEMS_SIZE) return { why: 'The region is too small.' }
  const own = new Map([...set].filter(([name]) => Object.hasOwn(SETTINGS, name)))
  const proposal = await proposeValues(before, bat, own)
  if (typeof proposal === 'string') return { why: proposal }
  const { values } = proposal
  const geometry = geometryOf({
    ...values,
    fileParameters: parametersOf(values),
    virtualDiskId: undefined,
  })
  if (!geometry) return { why: 'The values do not make a disk.' }
  if (geometry.batEntries * BAT_ENTRY_SIZE > bat.length) {
    return { why: 'The table of blocks is too small for such a disk.' }
  }
  // Any will do, and it is not one that the file has for something else.
  const id = before.metadata?.virtualDiskId ?? ids.dataWriteGuid
  return {
    steps: writeBytes(region.offset, encodeRegion(values, id)),
    losses: lossesOf(proposal, before.metadata?.virtualDiskId === undefined),
  }
}

const parametersOf = ({ blockSize, isFixed }: DiskValues) => ({
  blockSize,
  leaveBlockAllocated: isFixed ? 1 : 0,
  hasParent: 0,
  reserved: 0,
})

function encodeRegion(values: DiskValues, id: Guid): Uint8Array {
  const items: readonly (readonly [KnownItemName, Uint8Array])[] = [
    ['fileParameters', fileParameters.encode(parametersOf(values))],
    ['virtualDiskSize', virtualDiskSize.encode(values)],
    ['virtualDiskId', virtualDiskId.encode({ virtualDiskId: id })],
    ['logicalSectorSize', logicalSectorSize.encode(values)],
    ['physicalSectorSize', physicalSectorSize.encode(values)],
  ]
  const region = new Uint8Array(METADATA_TABLE_SIZE + ITEMS_SIZE)
  region.set(
    metadataTableHeader.encode({ signature: METADATA_SIGNATURE, entryCount: items.length }),
  )
  let offset = METADATA_TABLE_SIZE
  items.forEach(([name, bytes], i) => {
    const { id: itemId, isUser, isVirtualDisk, isRequired } = KNOWN_ITEMS[name]
    const entry = { itemId, offset, length: bytes.length, isUser, isVirtualDisk, isRequired }
    const at = metadataTableHeader.size + i * metadataTableEntry.size
    region.set(metadataTableEntry.encode(entry), at)
    region.set(bytes, offset)
    offset += bytes.length
  })
  return region
}

const ORIGINS = {
  set: 'as it was set',
  left: 'as the metadata still say',
  proposed: 'as the file suggests',
} as const

function lossesOf({ values, origins }: Proposal, isNewDisk: boolean): readonly SalvageLoss[] {
  const said = {
    'disk-size': formatBytes(values.virtualDiskSize),
    'block-size': formatBytes(values.blockSize),
    'sector-size': formatBytes(values.logicalSectorSize),
  }
  const named = (['disk-size', 'block-size', 'sector-size'] as const).map(
    (name) => `${name} is ${said[name]}, ${ORIGINS[origins[name]]}`,
  )
  return [
    { sentence: `${named.join('; ')}. If one of them is wrong, the disk reads wrongly.` },
    ...(isNewDisk ? [{ sentence: 'The identity of the disk is lost, and made anew.' }] : []),
    { sentence: 'Items of other kinds, which a program may have added, are no longer there.' },
  ]
}
