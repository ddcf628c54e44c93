/** What is known of each MiB of a file beside who owns it, and to which share of the account that leads. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { clipRange, endOf } from '../bytes/ranges.ts'
import { SPACE_KINDS, type SpaceKind } from '../format/space-kind.ts'
import { UnitMap } from '../image/bat/unit-map.ts'
import type { FileSpace } from '../space/file-space.ts'
import { SHARES, type Share } from './share-words.ts'

/** What is told apart, each in a map of its own: those of blocks, and those of space that nobody owns. */
const MARKS = ['guest-free', 'unknown', 'zeros', 'past-disk', 'unowned-data'] as const
export type Mark = (typeof MARKS)[number]

/** `marks` has the bit of each map. */
const has = (marks: number, mark: Mark): boolean => ((marks >> MARKS.indexOf(mark)) & 1) === 1

const NOTHING = new UnitMap(0)

export class ShareMarks {
  readonly #fileSize: number
  readonly #maps = new Map<Mark, UnitMap>()
  /** Whether somebody has looked at the space that nobody owns. */
  readonly #isLookedAt: boolean
  /** Of the disk's last block, what lies behind the disk's end. */
  #rest: ByteRange = { offset: 0, length: 0 }

  /** `data` are the MiB of unowned space that have data in them; `undefined` until that was looked at. */
  constructor(fileSize: number, data: UnitMap | undefined) {
    this.#fileSize = fileSize
    this.#isLookedAt = data !== undefined
    if (data) this.#maps.set('unowned-data', data)
  }

  /** Units of a MiB; what lies behind the file's end is left out. */
  mark(mark: Mark, unit: number, units: number): void {
    const map = this.#maps.get(mark) ?? new UnitMap(this.#fileSize)
    this.#maps.set(mark, map)
    map.take(unit, units)
  }

  /** These bytes, of the last block, the disk does not need. */
  setRest(rest: ByteRange): void {
    this.#rest = clipRange(rest, { offset: 0, length: this.#fileSize })
  }

  /** How many of bytes [from, to) are in each share, by its place in `SHARES`. */
  measure(space: FileSpace, from: number, to: number): Float64Array {
    const bytes = new Float64Array(SHARES.length)
    const maps = MARKS.map((mark) => this.#maps.get(mark) ?? NOTHING)
    const add = (range: ByteRange, isRest: boolean) => {
      space.measure(range.offset, endOf(range), maps).forEach((length, place) => {
        if (length === 0) return
        const kind = SPACE_KINDS[place % SPACE_KINDS.length] ?? 'free'
        const share = this.#shareOf(kind, Math.floor(place / SPACE_KINDS.length))
        // Behind the end of the file is nothing of it.
        if (share === undefined) return
        const isPast = isRest && kind === 'payload'
        const at = SHARES.indexOf(isPast ? 'past-disk' : share)
        bytes[at] = (bytes[at] ?? 0) + length
      })
    }
    const rest = clipRange(this.#rest, { offset: from, length: Math.max(0, to - from) })
    if (rest.length === 0) {
      add({ offset: from, length: to - from }, false)
      return bytes
    }
    add({ offset: from, length: rest.offset - from }, false)
    add(rest, true)
    add({ offset: endOf(rest), length: to - endOf(rest) }, false)
    return bytes
  }

  #shareOf(kind: SpaceKind, marks: number): Share | undefined {
    switch (kind) {
      case 'header-section':
        return 'headers'
      case 'log':
      case 'overlap':
        return kind
      case 'metadata':
      case 'bat':
      case 'region':
      case 'sector-bitmap':
        return 'tables'
      case 'payload':
        if (has(marks, 'zeros')) return 'zeros'
        if (has(marks, 'guest-free')) return 'guest-free'
        return has(marks, 'unknown') ? 'unknown' : 'in-use'
      case 'free':
      case 'remembered':
        if (has(marks, 'past-disk')) return 'past-disk'
        if (!this.#isLookedAt) return 'unowned'
        return has(marks, 'unowned-data') ? 'unowned-data' : 'unowned-zeros'
      case 'past-end':
        return undefined
    }
  }
}
