/** One pass over the BAT for the account: to which share the place of each block belongs, and how the disk is cut up. */
import { batIndexKind, blockIndex, blockOfIndex } from '../format/bat-index.ts'
import { MIB } from '../format/layout.ts'
import type { Bat } from '../image/bat/bat.ts'
import type { Placed, Places } from '../image/bat/block-places.ts'
import type { Geometry } from '../image/metadata/geometry.ts'
import { RunTally } from './disk-runs.ts'
import type { Mark, ShareMarks } from './share-marks.ts'

/** What is known of the blocks of the disk. */
export interface BlockFacts {
  /** To which share a block belongs that is in the file; `undefined`: it is in use. */
  markOf(block: number): Mark | undefined
  /** Whether it is proven that the guest has no need of it. */
  mayDrop(block: number): boolean
}

/** Taken by a `BatPass`. An entry of which the place is zero, or behind the file's end, has nothing in the file. */
export class AccountPlaces implements Places {
  readonly runs = new RunTally()
  /** Blocks that are in the file, or some of each. */
  held = 0
  /** … of which may be dropped. */
  droppable = 0
  readonly #geometry: Geometry
  readonly #fileSize: number
  readonly #marks: ShareMarks
  readonly #facts: BlockFacts
  readonly #blockUnits: number
  /** Index of the first entry behind that of the last block. */
  readonly #end: number

  constructor({ geometry }: Bat, fileSize: number, marks: ShareMarks, facts: BlockFacts) {
    this.#geometry = geometry
    this.#fileSize = fileSize
    this.#marks = marks
    this.#facts = facts
    this.#blockUnits = geometry.blockSize / MIB
    this.#end = blockIndex(geometry, geometry.payloadBlocks - 1) + 1
  }

  placePlain(unit: number, count: number, index: number): boolean {
    if (unit === 0 || unit * MIB >= this.#fileSize) return false
    this.#take(blockOfIndex(this.#geometry, index), unit, count)
    return true
  }

  place({ index, isPayload, unit }: Placed): void {
    if (isPayload && unit > 0) this.#take(blockOfIndex(this.#geometry, index), unit, 1)
  }

  remember(unit: number, units: number, index: number): void {
    if (unit > 0 && this.#isPastDisk(index)) this.#marks.mark('past-disk', unit, units)
  }

  /** Of a chunk that the disk does not fill, the sector bitmap is needed nevertheless. */
  #isPastDisk(index: number): boolean {
    const { batEntries } = this.#geometry
    if (index >= batEntries) return true
    return index >= this.#end && batIndexKind(this.#geometry, index) === 'payload'
  }

  /** Blocks [first, first + count) lie one behind the other. */
  #take(first: number, unit: number, count: number): void {
    const offset = unit * MIB
    if (offset >= this.#fileSize) return
    const { blockSize, virtualDiskSize } = this.#geometry
    const onDisk = first * blockSize
    const needed = Math.min(count * blockSize, virtualDiskSize - onDisk)
    this.runs.add(onDisk, offset, Math.min(needed, this.#fileSize - offset))
    if (needed < count * blockSize) {
      this.#marks.setRest({ offset: offset + needed, length: count * blockSize - needed })
    }
    this.held += count
    const end = first + count
    for (let block = first; block < end; block++) if (this.#facts.mayDrop(block)) this.droppable++
    for (let block = first; block < end; ) {
      const mark = this.#facts.markOf(block)
      const from = block++
      while (block < end && this.#facts.markOf(block) === mark) block++
      if (mark === undefined) continue
      const units = this.#blockUnits
      this.#marks.mark(mark, unit + (from - first) * units, (block - from) * units)
    }
  }
}
