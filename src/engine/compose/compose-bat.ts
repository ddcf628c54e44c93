/** Blocks and the BAT that finds them, §2.5. */
import {
  batEntry,
  PAYLOAD_STATES,
  type PayloadState,
  SECTOR_BITMAP_STATES,
  type SectorBitmapState,
} from '../format/bat-entry.ts'
import { batEntryRange, blockIndex, sectorBitmapIndex } from '../format/bat-index.ts'
import { BAT_ENTRY_SIZE, MIB, SECTOR_BITMAP_BLOCK_SIZE } from '../format/layout.ts'
import type { Geometry } from '../image/metadata/geometry.ts'
import type { Arrangement } from './arrange.ts'
import type { BatChanges, BatEntryDescription, ImageDescription } from './description.ts'
import type { SparseFile } from './sparse-file.ts'

/** Writes the BAT and the blocks; the file then ends behind the last of them. */
export function composeBlocks(
  file: SparseFile,
  place: Arrangement,
  description: ImageDescription,
): void {
  const { geometry } = place
  let next = place.payload / MIB
  const entries: Record<number, BatEntryDescription> = {}
  for (const { chunk, fill } of description.sectorBitmaps ?? []) {
    file.put(next * MIB, new Uint8Array(SECTOR_BITMAP_BLOCK_SIZE).fill(fill))
    entries[sectorBitmapIndex(geometry, chunk)] = { state: 'present', fileOffsetMB: next }
    next += SECTOR_BITMAP_BLOCK_SIZE / MIB
  }
  for (const { block, fill, state = 'fully-present', fileOffsetMB } of blocksOf(
    description,
    geometry,
  )) {
    const at = fileOffsetMB ?? next
    if (fill) file.put(at * MIB, new Uint8Array(geometry.blockSize).fill(fill))
    entries[blockIndex(geometry, block)] = { state, fileOffsetMB: at }
    next = Math.max(next, at + geometry.blockSize / MIB)
  }
  for (const [index, entry] of Object.entries({ ...entries, ...description.bat })) {
    const { offset } = batEntryRange({ region: place.bat }, Number(index))
    file.put(offset, encodeBatEntry(entry))
  }
  file.setSize(Math.max(file.size, next * MIB))
}

function blocksOf({ blocks = [] }: ImageDescription, { kind, payloadBlocks }: Geometry) {
  if (kind !== 'fixed') return blocks
  const named = new Map(blocks.map((block) => [block.block, block]))
  return Array.from({ length: payloadBlocks }, (_, block) => named.get(block) ?? { block })
}

/** Puts the changed entries into `sector`, whose first entry has the index `first`. */
export function changeBat(sector: Uint8Array, first: number, changes: BatChanges): void {
  for (const [index, entry] of Object.entries(changes)) {
    const at = (Number(index) - first) * BAT_ENTRY_SIZE
    if (at >= 0 && at < sector.length) sector.set(encodeBatEntry(entry), at)
  }
}

const encodeBatEntry = ({ state, fileOffsetMB = 0, reserved = 0 }: BatEntryDescription) =>
  batEntry.encode({ state: stateValue(state), fileOffsetMB, reserved })

/** The numbers of both lists agree where the names do. */
const stateValue = (state: PayloadState | SectorBitmapState): number =>
  Math.max(
    PAYLOAD_STATES.indexOf(state as PayloadState),
    SECTOR_BITMAP_STATES.indexOf(state as SectorBitmapState),
  )
