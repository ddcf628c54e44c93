/** Sectors of the BAT that entries of the log still hold, and which of them can be right, §2.5.1. */
import type { Run } from '../bytes/byte-source.ts'
import { takeTurn } from '../bytes/pace.ts'
import { endOf } from '../bytes/ranges.ts'
import {
  batFileOffsetMB,
  batState,
  FULLY_PRESENT,
  PARTIALLY_PRESENT,
  PAYLOAD_STATES,
  SB_BLOCK_PRESENT,
} from '../format/bat-entry.ts'
import { batIndexKind, blockIndex, blockOfIndex } from '../format/bat-index.ts'
import { BAT_ENTRY_SIZE, LOG_SECTOR_SIZE, MIB } from '../format/layout.ts'
import type { Bat } from '../image/bat/bat.ts'
import { UnitMap } from '../image/bat/unit-map.ts'
import { visitBat } from '../image/bat/visit-bat.ts'
import type { Image } from '../image/image.ts'
import { structuresOf } from '../image/structure-map.ts'

const UNMAPPED = PAYLOAD_STATES.indexOf('unmapped')
const ENTRIES_PER_SECTOR = LOG_SECTOR_SIZE / BAT_ENTRY_SIZE

/** A block that an entry names, in whole MiB. */
export interface NamedBlock {
  readonly unit: number
  readonly units: number
  /** Bytes of it that the file has to have. */
  readonly needed: number
}

/** What an entry names, by its halves. `undefined`: no block. "wrong": no right table says that. */
export function blockOf(
  bat: Bat,
  index: number,
  low: number,
  high: number,
): NamedBlock | 'wrong' | undefined {
  const { geometry } = bat
  const [state, unit] = [batState(low), batFileOffsetMB(low, high)]
  const isChild = geometry.kind === 'differencing'
  if (batIndexKind(geometry, index) === 'sector-bitmap') {
    if (state !== SB_BLOCK_PRESENT) return state === 0 ? undefined : 'wrong'
    return isChild ? { unit, units: 1, needed: MIB } : undefined
  }
  if (index > blockIndex(geometry, geometry.payloadBlocks - 1)) return undefined
  if (state <= UNMAPPED) return undefined
  if (state !== FULLY_PRESENT && !(state === PARTIALLY_PRESENT && isChild)) return 'wrong'
  const { blockSize, virtualDiskSize } = geometry
  const needed = Math.min(blockSize, virtualDiskSize - blockOfIndex(geometry, index) * blockSize)
  return { unit, units: blockSize / MIB, needed }
}

/** Which places of the file are taken, while sectors of its table are tried. */
export class TriedTables {
  readonly #bat: Bat
  readonly #size: number
  readonly #owned: UnitMap

  private constructor(bat: Bat, size: number, owned: UnitMap) {
    this.#bat = bat
    this.#size = size
    this.#owned = owned
  }

  /** Structures have their places, and blocks that can be read by the table as it is. */
  static async of(image: Image, bat: Bat, run?: Run): Promise<TriedTables> {
    const { source } = image
    const owned = new UnitMap(source.size)
    for (const { at } of structuresOf(image)) {
      const start = Math.floor(at.offset / MIB)
      owned.take(start, Math.ceil(endOf(at) / MIB) - start)
    }
    const tables = new TriedTables(bat, source.size, owned)
    await visitBat(source, bat, run, ({ view, first, end }) => {
      for (const block of tables.#named(view, first, end - first)) {
        if (block !== 'wrong' && tables.#isInFile(block)) owned.take(block.unit, block.units)
      }
      return true
    })
    return tables
  }

  *#named(view: DataView, first: number, count: number): Generator<NamedBlock | 'wrong'> {
    for (let i = 0; i < count; i++) {
      const at = i * BAT_ENTRY_SIZE
      const [low, high] = [view.getUint32(at, true), view.getUint32(at + 4, true)]
      const block = blockOf(this.#bat, first + i, low, high)
      if (block !== undefined) yield block
    }
  }

  #isInFile({ unit, needed }: NamedBlock): boolean {
    return unit > 0 && unit < this.#owned.count && unit * MIB + needed <= this.#size
  }

  #blocksIn(sector: Uint8Array, first: number): readonly (NamedBlock | 'wrong')[] {
    const count = Math.min(ENTRIES_PER_SECTOR, this.#bat.geometry.batEntries - first)
    const view = new DataView(sector.buffer, sector.byteOffset, sector.length)
    return [...this.#named(view, first, count)]
  }

  /** Whether a sector of the table, from entry `first` on, names a block that can be read. */
  isOfUse(sector: Uint8Array, first: number): boolean {
    return this.#blocksIn(sector, first).some((block) => block !== 'wrong' && this.#isInFile(block))
  }

  /** Takes the places that a sector names, where it names any and all of them are free. */
  takeAll(sector: Uint8Array, first: number): boolean {
    const blocks: NamedBlock[] = []
    for (const block of this.#blocksIn(sector, first)) {
      if (block === 'wrong' || !this.#isInFile(block)) return false
      if (!this.#owned.isFree(block.unit, block.units)) return false
      blocks.push(block)
    }
    blocks.sort((a, b) => a.unit - b.unit)
    const isShared = blocks.some(({ unit }, i) => {
      const before = blocks[i - 1]
      return before !== undefined && before.unit + before.units > unit
    })
    if (isShared || blocks.length === 0) return false
    for (const { unit, units } of blocks) this.#owned.take(unit, units)
    return true
  }
}

/** The latest of `versions`, earliest first, that can be right; its places are taken. */
export async function latestRight<V>(
  versions: readonly V[],
  read: (version: V) => Promise<Uint8Array>,
  tables: TriedTables,
  at: { readonly first: number; readonly run?: Run | undefined },
): Promise<V | undefined> {
  for (const version of versions.toReversed()) {
    await takeTurn(at.run)
    if (tables.takeAll(await read(version), at.first)) return version
  }
  return undefined
}
