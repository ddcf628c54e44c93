/** The parts of a new VHDX, §2: header section, empty log, metadata, BAT, and blocks in the order of the disk. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { NIL_GUID } from '../bytes/guid.ts'
import { Pace, takeTurn } from '../bytes/pace.ts'
import { endOf } from '../bytes/ranges.ts'
import { type Arrangement, arrange } from '../compose/arrange.ts'
import { composeHeaderSection } from '../compose/compose-header-section.ts'
import { composeMetadata } from '../compose/compose-metadata.ts'
import type { ImageDescription } from '../compose/description.ts'
import { SparseFile } from '../compose/sparse-file.ts'
import { FULLY_PRESENT, PAYLOAD_STATES, putBatEntry } from '../format/bat-entry.ts'
import { blockIndex, blockOfIndex } from '../format/bat-index.ts'
import { BAT_ENTRY_SIZE, MIB } from '../format/layout.ts'
import type { BlockChoice, BlockFate } from './block-choice.ts'
import type { NewPart } from './new-part.ts'

/** Entries of the BAT that are made at once: 512 KiB. */
const WINDOW = 2 ** 16

/** What stands in the table for each fate. Of what is dropped zeros are promised. */
const STATES: Readonly<Record<BlockFate, number>> = {
  data: FULLY_PRESENT,
  dropped: PAYLOAD_STATES.indexOf('zero'),
  zero: PAYLOAD_STATES.indexOf('zero'),
  unmapped: PAYLOAD_STATES.indexOf('unmapped'),
  undefined: PAYLOAD_STATES.indexOf('not-present'),
}

export interface NewVhdx {
  readonly description: ImageDescription
  /** On the source’s disk. */
  readonly range: ByteRange
  /** Of a dynamic one; of a fixed one all blocks are written. */
  readonly choice?: BlockChoice
}

export async function* vhdxParts(
  { description, range, choice }: NewVhdx,
  run?: Run,
): AsyncGenerator<NewPart> {
  const place = arrange(description)
  yield* headParts(description, place)
  for (const part of batParts(place, choice)) {
    await takeTurn(run)
    yield part
  }
  const { blockSize } = place.geometry
  const pace = new Pace(run)
  let offset = place.payload
  for (const at of choice?.runsOf('data') ?? [range]) {
    if (pace.isDue()) await pace.rest()
    yield { kind: 'disk', offset, at }
    // The last block has all its bytes in the file, wherever the disk ends.
    const length = Math.ceil(at.length / blockSize) * blockSize
    if (length > at.length) {
      yield { kind: 'zeros', offset: offset + at.length, length: length - at.length }
    }
    offset += length
  }
}

/** Everything before the BAT. */
function* headParts(description: ImageDescription, place: Arrangement): Generator<NewPart> {
  const file = new SparseFile()
  composeHeaderSection(file, place, description, NIL_GUID)
  composeMetadata(file, place.metadata.offset, description)
  let offset = 0
  for (const extent of file.extents()) {
    if (extent.offset > offset) yield { kind: 'zeros', offset, length: extent.offset - offset }
    yield { kind: 'bytes', offset: extent.offset, bytes: file.take(extent.offset, extent.length) }
    offset = endOf(extent)
  }
  yield { kind: 'zeros', offset, length: place.bat.offset - offset }
}

/** The table in windows: one of a disk of 64 TiB may have 67 million entries. */
function* batParts(
  { geometry, bat, payload }: Arrangement,
  choice: BlockChoice | undefined,
): Generator<NewPart> {
  const { payloadBlocks, batEntries, blockSize } = geometry
  let nextMB = payload / MIB
  for (let first = 0; first < batEntries; first += WINDOW) {
    const end = Math.min(first + WINDOW, batEntries)
    const endBlock = end === batEntries ? payloadBlocks : blockOfIndex(geometry, end)
    const firstBlock = blockOfIndex(geometry, first)
    const offset = bat.offset + first * BAT_ENTRY_SIZE
    const length = (end - first) * BAT_ENTRY_SIZE
    const known = choice?.firstKnown(firstBlock, endBlock) ?? firstBlock
    if (known === endBlock) {
      yield { kind: 'zeros', offset, length }
      continue
    }
    const bytes = new Uint8Array(length)
    const view = new DataView(bytes.buffer)
    for (let block = known; block < endBlock; block++) {
      const state = choice ? STATES[choice.fateOf(block)] : FULLY_PRESENT
      const isWritten = state === FULLY_PRESENT
      const at = (blockIndex(geometry, block) - first) * BAT_ENTRY_SIZE
      putBatEntry(view, at, state, isWritten ? nextMB : 0)
      if (isWritten) nextMB += blockSize / MIB
    }
    yield { kind: 'bytes', offset, bytes }
  }
  const offset = bat.offset + batEntries * BAT_ENTRY_SIZE
  if (endOf(bat) > offset) yield { kind: 'zeros', offset, length: endOf(bat) - offset }
}
