/** Which blocks claim given places of the file: one pass over the BAT for all of them. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { endOf, firstEndingAfter } from '../bytes/ranges.ts'
import { batIndexKind, blockOfIndex, chunkOfIndex } from '../format/bat-index.ts'
import { MIB } from '../format/layout.ts'
import type { Bat, BatEntry } from '../image/bat/bat.ts'
import { BatPass } from '../image/bat/bat-pass.ts'
import { passOver } from '../image/bat/bat-survey.ts'
import type { Placed, Places } from '../image/bat/block-places.ts'
import type { Image } from '../image/image.ts'

export interface OwningEntry {
  readonly kind: BatEntry['kind']
  /** In the BAT. */
  readonly index: number
  /** The block of the virtual disk, or the chunk of the sector bitmap. */
  readonly number: number
}

/** The entries of the BAT that name a place. */
export interface BlockOwners {
  readonly blocks: number
  readonly bitmaps: number
  /** Entries that name the place and have no block there. */
  readonly remembering: number
  /** In the order of the BAT; of those that have a block there, if any have. */
  readonly first: OwningEntry | undefined
  readonly last: OwningEntry | undefined
}

interface Tally {
  blocks: number
  bitmaps: number
  remembering: number
  first: number | undefined
  last: number | undefined
  firstRemembering: number | undefined
  lastRemembering: number | undefined
}

/** For each of `ranges`, which are disjoint and in order. Reads the whole table. Progress in entries. */
export async function findOwners(
  { source, bat }: Image,
  ranges: readonly ByteRange[],
  run?: Run,
): Promise<readonly BlockOwners[]> {
  if (!bat || ranges.length === 0) return ranges.map(() => NO_OWNERS)
  const search = new OwnerSearch(bat, ranges)
  await passOver({ source, bat }, new BatPass(bat, search, () => {}), true, run)
  return search.owners()
}

export const NO_OWNERS: BlockOwners = {
  blocks: 0,
  bitmaps: 0,
  remembering: 0,
  first: undefined,
  last: undefined,
}

class OwnerSearch implements Places {
  readonly #bat: Bat
  readonly #ranges: readonly ByteRange[]
  readonly #tallies: readonly Tally[]
  readonly #blockUnits: number
  /** Outside of MiB [#from, #to) is nothing that is searched for. */
  readonly #from: number
  readonly #to: number

  constructor(bat: Bat, ranges: readonly ByteRange[]) {
    this.#bat = bat
    this.#ranges = ranges
    this.#blockUnits = bat.geometry.blockSize / MIB
    this.#tallies = ranges.map(() => ({
      ...NO_OWNERS,
      first: undefined,
      last: undefined,
      firstRemembering: undefined,
      lastRemembering: undefined,
    }))
    const last = ranges.at(-1)
    this.#from = Math.floor((ranges[0]?.offset ?? 0) / MIB)
    this.#to = last ? Math.ceil(endOf(last) / MIB) : 0
  }

  placePlain(unit: number, count: number, index: number): boolean {
    if (unit === 0) return false
    const units = this.#blockUnits
    this.#visit(unit, count * units, (tally, from, to) => {
      const first = Math.max(0, Math.floor((from - unit) / units))
      const last = Math.min(count, Math.ceil((to - unit) / units)) - 1
      tally.blocks += last - first + 1
      tally.first ??= index + first
      tally.last = index + last
    })
    return true
  }

  place({ index, isPayload, unit, units }: Placed): void {
    if (unit === 0) return
    this.#visit(unit, units, (tally) => {
      if (isPayload) tally.blocks++
      else tally.bitmaps++
      tally.first ??= index
      tally.last = index
    })
  }

  remember(unit: number, units: number, index: number): void {
    if (unit === 0) return
    this.#visit(unit, units, (tally) => {
      tally.remembering++
      tally.firstRemembering ??= index
      tally.lastRemembering = index
    })
  }

  #visit(unit: number, units: number, hit: (tally: Tally, from: number, to: number) => void) {
    if (unit >= this.#to || unit + units <= this.#from) return
    const end = (unit + units) * MIB
    for (let i = firstEndingAfter(this.#ranges, unit * MIB); i < this.#ranges.length; i++) {
      const [range, tally] = [this.#ranges[i], this.#tallies[i]]
      if (!range || !tally || range.offset >= end) return
      hit(tally, Math.floor(range.offset / MIB), Math.ceil(endOf(range) / MIB))
    }
  }

  owners(): readonly BlockOwners[] {
    return this.#tallies.map(({ blocks, bitmaps, remembering, ...found }) => ({
      blocks,
      bitmaps,
      remembering,
      first: this.#entry(found.first ?? found.firstRemembering),
      last: this.#entry(found.last ?? found.lastRemembering),
    }))
  }

  #entry(index: number | undefined): OwningEntry | undefined {
    if (index === undefined) return undefined
    const { geometry } = this.#bat
    const kind = batIndexKind(geometry, index)
    const number =
      kind === 'payload' ? blockOfIndex(geometry, index) : chunkOfIndex(geometry, index)
    return { kind, index, number }
  }
}
