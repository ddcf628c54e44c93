/** Which bytes of a disk cannot be had from an image, and why. An export has zeros in the same places. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { takeTurn } from '../bytes/pace.ts'
import { endOf } from '../bytes/ranges.ts'
import { mapDisk } from '../disk/map-disk.ts'
import {
  batFileOffsetMB,
  batState,
  FULLY_PRESENT,
  PARTIALLY_PRESENT,
  PAYLOAD_STATES,
} from '../format/bat-entry.ts'
import { blockIndex, blockOfIndex } from '../format/bat-index.ts'
import { MIB } from '../format/layout.ts'
import type { Bat } from '../image/bat/bat.ts'
import { readWindow, type Table } from '../image/bat/bat-window.ts'
import { entryWords } from '../image/bat/entry-words.ts'
import { visitChunks } from '../image/bat/visit-bat.ts'
import type { Geometry } from '../image/metadata/geometry.ts'

/** Of more ranges the first are listed. */
export const MAX_LOST_RANGES = 1024
/** Entries read at once: 1 MiB. */
const WINDOW = 2 ** 17
const UNMAPPED = PAYLOAD_STATES.indexOf('unmapped')

/** Bytes of the virtual disk that cannot be had. */
export interface Loss {
  readonly bytes: number
  /** Blocks of which at least a byte is lost. */
  readonly blocks: number
  /** Disjoint and in order: the first `MAX_LOST_RANGES` of `rangeCount`. */
  readonly ranges: readonly ByteRange[]
  readonly rangeCount: number
}

export interface Losses {
  /** In blocks that lie past the end of the file, or are cut by it. */
  readonly pastEnd: Loss
  /** In blocks of which the table does not say where they are. */
  readonly untold: Loss
  /** How long the file has to be for the blocks that it has not as a whole, in bytes. */
  readonly neededSize: number
}

class Losing implements Loss {
  bytes = 0
  blocks = 0
  readonly ranges: ByteRange[] = []
  rangeCount = 0
  #last: ByteRange = { offset: -1, length: 0 }

  /** Ranges come in order; those of one block in one call. */
  add(...ranges: readonly ByteRange[]): void {
    if (ranges.length > 0) this.blocks++
    for (const range of ranges) {
      this.bytes += range.length
      const joins = endOf(this.#last) === range.offset
      if (!joins) this.rangeCount++
      this.#last = joins
        ? { offset: this.#last.offset, length: this.#last.length + range.length }
        : range
      if (this.rangeCount <= MAX_LOST_RANGES) this.ranges[this.rangeCount - 1] = this.#last
    }
  }
}

/** Reads the whole BAT, and the sector bitmaps of partial blocks. Progress in entries. */
export async function readLosses(table: Table, run?: Run): Promise<Losses> {
  const { source, bat } = table
  const { geometry, count } = bat
  const { blockSize, virtualDiskSize, kind } = geometry
  const [pastEnd, untold] = [new Losing(), new Losing()]
  let neededSize = 0
  const blockAt = (block: number): ByteRange => {
    const offset = block * blockSize
    return { offset, length: Math.min(blockSize, virtualDiskSize - offset) }
  }
  // Whatever begins at this MiB of the file or before is in it as a whole.
  const lastWhole = Math.floor((source.size - blockSize) / MIB)
  for (let first = 0; first < count; first += WINDOW) {
    await takeTurn(run)
    const end = Math.min(count, first + WINDOW)
    const view = await readWindow(table, first, end - first)
    const words = entryWords(view)
    const suspects: number[] = []
    visitChunks({ view, first, end }, geometry, ({ from, to }) => {
      for (let index = from; index < to; index++) {
        const low = words[2 * (index - first)] ?? 0
        if (batState(low) <= UNMAPPED) continue
        const unit = batFileOffsetMB(low, words[2 * (index - first) + 1] ?? 0)
        const isWhole = batState(low) === FULLY_PRESENT && unit > 0 && unit <= lastWhole
        if (!isWhole) suspects.push(index)
      }
    })
    for (const index of suspects) {
      const at = 2 * (index - first)
      const [low, high] = [words[at] ?? 0, words[at + 1] ?? 0]
      const [state, unit] = [batState(low), batFileOffsetMB(low, high)]
      const range = blockAt(blockOfIndex(geometry, index))
      if (state === PARTIALLY_PRESENT && kind === 'differencing') {
        const lost = await mapDisk(table, range.offset, range.length)
        const cause = unit > 0 && unit * MIB + blockSize > source.size ? pastEnd : untold
        cause.add(...lost.filter(({ from }) => from === 'unreadable'))
      } else if (state !== FULLY_PRESENT || unit === 0) untold.add(range)
      else {
        neededSize = Math.max(neededSize, unit * MIB + range.length)
        const held = Math.max(0, Math.min(range.length, source.size - unit * MIB))
        if (held < range.length) {
          pastEnd.add({ offset: range.offset + held, length: range.length - held })
        }
      }
    }
    run?.onProgress?.(end, count)
  }
  addUnlisted(geometry, count, untold)
  return { pastEnd, untold, neededSize }
}

/** What a table that was cut, and now has `count` entries, no longer says anything of. */
export function unlistedLoss({ geometry }: Pick<Bat, 'geometry'>, count: number): Loss {
  const untold = new Losing()
  addUnlisted(geometry, count, untold)
  return untold
}

/** Blocks behind the end of a table that was cut. */
function addUnlisted(geometry: Geometry, count: number, untold: Losing): void {
  const { payloadBlocks, virtualDiskSize, blockSize } = geometry
  if (blockIndex(geometry, payloadBlocks - 1) < count) return
  const first = Math.min(payloadBlocks - 1, blockOfIndex(geometry, count))
  const offset = first * blockSize
  untold.add({ offset, length: virtualDiskSize - offset })
  untold.blocks += payloadBlocks - first - 1
}
