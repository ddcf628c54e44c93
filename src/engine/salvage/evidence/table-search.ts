/** Whether a table of blocks can stand at a place of a file, by what it names, §2.5. */
import type { ByteRange, ByteSource, Run } from '../../bytes/byte-source.ts'
import { isZero } from '../../bytes/is-zero.ts'
import { takeTurn } from '../../bytes/pace.ts'
import { endOf, overlaps } from '../../bytes/ranges.ts'
import { batReserved } from '../../format/bat-entry.ts'
import { BAT_ENTRY_SIZE, KIB, MIB } from '../../format/layout.ts'
import { type Bat, batIn } from '../../image/bat/bat.ts'
import { UnitMap } from '../../image/bat/unit-map.ts'
import type { BatWindow } from '../../image/bat/visit-bat.ts'
import { blockOf } from '../logged-tables.ts'

/** What is looked at of a possible table at once: most others are told by its first entries. */
const PIECE = 64 * KIB
/** Pieces of possible tables that are looked at entry by entry, in all: 512 MiB. */
const MAX_PARSED = 2 ** 13

/** Looks at places for a BAT: what is zero, and so an empty part of one, is found out once for each piece. */
export class TableSearch {
  readonly #source: ByteSource
  readonly #run: Run | undefined
  readonly #zeros = new Map<number, boolean>()
  #parsed = 0

  constructor(source: ByteSource, run?: Run) {
    this.#source = source
    this.#run = run
  }

  /** Whether more was looked at than makes sense: then nothing is proven. */
  get isOver(): boolean {
    return this.#parsed > MAX_PARSED
  }

  /** Whether the piece that begins here is zero. */
  async isEmptyAt(at: number): Promise<boolean> {
    const known = this.#zeros.get(at)
    if (known !== undefined) return known
    await takeTurn(this.#run)
    const isEmpty = isZero(await this.#source.read(at, Math.min(PIECE, this.#source.size - at)))
    this.#zeros.set(at, isEmpty)
    return isEmpty
  }

  /**
   * How many blocks a table names; `undefined` where it cannot be one: a block behind the end, in the
   * header section, in the table itself, in `taken` or in another one, a state that there is not, or
   * reserved bits.
   */
  async count(
    place: Pick<Bat, 'region' | 'geometry'>,
    taken: readonly ByteRange[],
  ): Promise<number | undefined> {
    const { size } = this.#source
    const bat = batIn(place, size)
    const owned = [...taken, bat.region]
    let map: UnitMap | undefined
    let blocks = 0
    for (let first = 0; first < bat.count && !this.isOver; first += PER_PIECE) {
      const at = bat.region.offset + first * BAT_ENTRY_SIZE
      const count = Math.min(PER_PIECE, bat.count - first)
      if (this.#zeros.get(at)) continue
      await takeTurn(this.#run)
      const bytes = await this.#source.read(at, Math.min(PIECE, size - at))
      const isEmpty = isZero(bytes)
      this.#zeros.set(at, isEmpty)
      if (isEmpty) continue
      this.#parsed++
      const view = new DataView(bytes.buffer, bytes.byteOffset, count * BAT_ENTRY_SIZE)
      const found = countIn({ view, first, end: first + count }, bat, size, {
        owned,
        // Of a large file it is large: most pieces are refused before it is needed.
        map: () => (map ??= new UnitMap(size)),
      })
      if (found === undefined) return undefined
      blocks += found
    }
    return blocks
  }
}

const PER_PIECE = PIECE / BAT_ENTRY_SIZE

interface Places {
  readonly owned: readonly ByteRange[]
  /** Where no two blocks may be. */
  map(): UnitMap
}

function countIn(
  { view, first, end }: BatWindow,
  bat: Bat,
  size: number,
  { owned, map }: Places,
): number | undefined {
  let blocks = 0
  for (let index = first; index < end; index++) {
    const at = (index - first) * BAT_ENTRY_SIZE
    const low = view.getUint32(at, true)
    if (batReserved(low) !== 0) return undefined
    const block = blockOf(bat, index, low, view.getUint32(at + 4, true))
    if (block === undefined) continue
    if (block === 'wrong' || block.unit === 0 || block.unit > size / MIB) return undefined
    const range = { offset: block.unit * MIB, length: block.needed }
    if (endOf(range) > size || owned.some((each) => overlaps(each, range))) return undefined
    if (!map().takeFree(block.unit, block.units)) return undefined
    blocks++
  }
  return blocks
}
