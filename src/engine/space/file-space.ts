/** Whom each byte of a file belongs to: structures, blocks, nobody. A few bits for each MiB of it. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { endOf, firstEndingAfter } from '../bytes/ranges.ts'
import { MIB } from '../format/layout.ts'
import { SPACE_KINDS, type SpaceKind } from '../format/space-kind.ts'
import type { Placed, Places } from '../image/bat/block-places.ts'
import { UnitMap } from '../image/bat/unit-map.ts'
import type { Structure, StructureKind } from '../image/structure-map.ts'
import { type StructurePiece, structurePieces } from './structure-pieces.ts'

/** Space of one kind; of structures each has its own. */
export interface SpaceExtent extends ByteRange {
  readonly kind: SpaceKind
  /** The structure, or one of them where it overlaps something. */
  readonly structure: Structure | undefined
}

interface MarkedExtent extends SpaceExtent {
  /** All of it is, or something in a structure. */
  readonly marked: boolean
}

type Mutable<T> = { -readonly [Key in keyof T]: T[Key] }

/** What claims a place farther behind the end of the file than the map reaches. */
export interface Beyond {
  readonly owners: number
  /** MiB. */
  readonly furthest: number
}

const [PAYLOAD, BITMAP, AGAIN, REMEMBERED] = [1, 2, 4, 8]
const BLOCK = PAYLOAD | BITMAP

/** Room for what lies behind the end of the file: an eighth of it, and 16 MiB at least. */
const roomBehind = (units: number): number => Math.max(16, Math.ceil(units / 8))

/** Filled by a `BatPass`. As in the survey, an entry of which the place is zero owns nothing. */
export class FileSpace implements Places {
  /** Of the file, in bytes. */
  readonly size: number
  readonly #blockUnits: number
  readonly #pieces: readonly StructurePiece[]
  /** Units that begin in the file, as far as the map reaches. */
  readonly #fileUnits: number
  readonly #payload: UnitMap
  readonly #bitmaps: UnitMap
  /** Where more than one payload block is, or more than one sector bitmap. */
  readonly #again: UnitMap
  readonly #remembered: UnitMap
  readonly #maps: readonly UnitMap[]
  /** How far anything reaches, in units of the map. */
  #reach: number
  /** A block needs bytes of the file's last, cut MiB that are not there. */
  #isCut = false
  #beyond: Beyond | undefined

  constructor(size: number, blockUnits: number, structures: readonly Structure[]) {
    this.size = size
    this.#blockUnits = blockUnits
    const inFile = Math.ceil(size / MIB)
    const chart = (inFile + roomBehind(inFile)) * MIB
    this.#payload = new UnitMap(chart)
    this.#bitmaps = new UnitMap(chart)
    this.#again = new UnitMap(chart)
    this.#remembered = new UnitMap(chart)
    this.#maps = [this.#payload, this.#bitmaps, this.#again, this.#remembered]
    this.#fileUnits = Math.min(inFile, this.#payload.count)
    this.#reach = this.#fileUnits
    this.#pieces = structurePieces(structures)
    for (const { at } of structures) {
      if (at.length > 0) this.#extendTo(Math.ceil(endOf(at) / MIB))
    }
  }

  /** MiB that the map has: those of the file, and what is claimed behind its end. */
  get units(): number {
    return this.#reach
  }

  get beyond(): Beyond | undefined {
    return this.#beyond
  }

  /** Bytes of a file larger than any map. */
  get uncharted(): number {
    return Math.max(0, this.size - this.#fileUnits * MIB)
  }

  placePlain(unit: number, count: number): boolean {
    const units = count * this.#blockUnits
    if (unit === 0 || (unit + units) * MIB > this.size || unit + units > this.#fileUnits) {
      return false
    }
    this.#payload.takeNoting(unit, units, this.#again)
    return true
  }

  place({ isPayload, unit, units, needed }: Placed): void {
    if (unit === 0) return
    // The disk's last block may be longer than what of it is needed: the rest need not be in the file.
    const behind = Math.max(this.#fileUnits, unit + Math.ceil(needed / MIB))
    const end = Math.min(unit + units, behind)
    const map = isPayload ? this.#payload : this.#bitmaps
    map.takeNoting(unit, end - unit, this.#again)
    this.#extendTo(end)
    const offset = unit * MIB
    if (offset < this.size && offset + needed > this.size) this.#isCut = true
  }

  remember(unit: number, units: number): void {
    if (unit > 0) this.#remembered.take(unit, units)
  }

  #extendTo(end: number): void {
    const { count } = this.#payload
    this.#reach = Math.max(this.#reach, Math.min(end, count))
    if (end <= count) return
    const { owners, furthest } = this.#beyond ?? { owners: 0, furthest: 0 }
    this.#beyond = { owners: owners + 1, furthest: Math.max(furthest, end) }
  }

  /** Whether something else claims any of these units, which one block has already. */
  isClash(unit: number, units: number): boolean {
    const end = Math.min(unit + units, this.#fileUnits)
    if (unit >= end) return false
    if (!this.#again.isFree(unit, end - unit)) return true
    const from = unit * MIB
    const piece = this.#pieces[firstEndingAfter(this.#pieces, from)]
    if (piece !== undefined && piece.offset < end * MIB) return true
    for (const { bits } of UnitMap.runs([this.#payload, this.#bitmaps], unit, end)) {
      if (bits === BLOCK) return true
    }
    return false
  }

  /**
   * All of bytes [from, to) that is in the file or claimed behind its end: in order, and what is next
   * to each other and alike as one. `marks` cuts space that is no structure where its marks begin and end.
   */
  *extents(from: number, to: number, marks?: UnitMap): Generator<MarkedExtent> {
    let last: Mutable<MarkedExtent> | undefined
    for (const part of this.#parts(from, Math.min(to, this.units * MIB), marks)) {
      const isAlike =
        last !== undefined &&
        last.kind === part.kind &&
        last.structure === part.structure &&
        (part.structure !== undefined || last.marked === part.marked) &&
        endOf(last) === part.offset
      if (last !== undefined && isAlike) {
        last.length += part.length
        last.marked ||= part.marked
      } else {
        if (last !== undefined) yield last
        last = part
      }
    }
    if (last !== undefined) yield last
  }

  *#parts(from: number, to: number, marks: UnitMap | undefined): Generator<MarkedExtent> {
    const maps = marks ? [...this.#maps, marks] : this.#maps
    const marked = 1 << this.#maps.length
    let next = firstEndingAfter(this.#pieces, from)
    const runs = UnitMap.runs(maps, Math.floor(from / MIB), Math.ceil(to / MIB))
    for (const { start, end, bits } of runs) {
      const stop = Math.min(to, end * MIB)
      for (let at = Math.max(from, start * MIB); at < stop; ) {
        let piece = this.#pieces[next]
        if (piece !== undefined && endOf(piece) <= at) piece = this.#pieces[++next]
        const owner = piece !== undefined && piece.offset <= at ? piece : undefined
        const length = Math.min(stop, this.#edgeBehind(at, piece)) - at
        const kind = this.#kindOf(at, bits, owner)
        if (kind !== undefined) {
          const isMarked = (bits & marked) !== 0
          yield { offset: at, length, kind, structure: owner?.structure, marked: isMarked }
        }
        at += length
      }
    }
  }

  /** Where something else begins than at `at`, blocks aside; `piece` is the first that ends behind it. */
  #edgeBehind(at: number, piece: StructurePiece | undefined): number {
    const lastUnit = this.#fileUnits * MIB
    let edge = Number.POSITIVE_INFINITY
    if (at < lastUnit) edge = at < this.size ? Math.min(this.size, lastUnit) : lastUnit
    if (piece === undefined) return edge
    return Math.min(edge, piece.offset <= at ? endOf(piece) : piece.offset)
  }

  #kindOf(at: number, bits: number, piece: StructurePiece | undefined): SpaceKind | undefined {
    if (at >= this.size) {
      const isInCut = at < this.#fileUnits * MIB
      const byBlock = (bits & BLOCK) !== 0 && (!isInCut || this.#isCut)
      return byBlock || piece !== undefined ? 'past-end' : undefined
    }
    const blocks = (bits & AGAIN) !== 0 || (bits & BLOCK) === BLOCK ? 2 : bits & BLOCK ? 1 : 0
    if ((piece?.owners ?? 0) + blocks > 1) return 'overlap'
    if (piece !== undefined) return KIND_OF[piece.structure.kind]
    if ((bits & PAYLOAD) !== 0) return 'payload'
    if ((bits & BITMAP) !== 0) return 'sector-bitmap'
    return (bits & REMEMBERED) !== 0 ? 'remembered' : 'free'
  }

  /**
   * How many of bytes [from, to) are of each kind, by its place in `SPACE_KINDS`. As fast as words go. With
   * `marks` so many for each of their combinations, one behind the other: bit `i` of which is that of `marks[i]`.
   */
  measure(from: number, to: number, marks: readonly UnitMap[] = []): Float64Array {
    const maps = [...this.#maps, ...marks]
    const bytes = new Float64Array(SPACE_KINDS.length << marks.length)
    const stop = Math.min(to, this.units * MIB)
    let next = firstEndingAfter(this.#pieces, from)
    for (let at = from; at < stop; ) {
      let piece = this.#pieces[next]
      if (piece !== undefined && endOf(piece) <= at) piece = this.#pieces[++next]
      const owner = piece !== undefined && piece.offset <= at ? piece : undefined
      const edge = Math.min(stop, this.#edgeBehind(at, piece))
      const unit = Math.floor(at / MIB)
      // As many whole MiB as there are; else what there is of one.
      const isWhole = at % MIB === 0 && edge - at >= MIB
      const end = isWhole ? Math.floor(edge / MIB) : unit + 1
      const length = Math.min(edge, end * MIB) - at
      UnitMap.tally(maps, unit, end).forEach((units, bits) => {
        const kind = units > 0 ? this.#kindOf(at, bits, owner) : undefined
        if (kind === undefined) return
        const marked = bits >> this.#maps.length
        const place = marked * SPACE_KINDS.length + SPACE_KINDS.indexOf(kind)
        bytes[place] = (bytes[place] ?? 0) + (isWhole ? units * MIB : length)
      })
      at += length
    }
    return bytes
  }
}

const KIND_OF: Readonly<Record<StructureKind, SpaceKind>> = {
  'file-identifier': 'header-section',
  header: 'header-section',
  'region-table': 'header-section',
  'header-section': 'header-section',
  log: 'log',
  metadata: 'metadata',
  bat: 'bat',
  region: 'region',
  'payload-block': 'payload',
  'sector-bitmap-block': 'sector-bitmap',
  unowned: 'free',
  'block-or-unowned': 'free',
}
