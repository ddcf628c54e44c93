/** Which payload or sector bitmap block a place of the file belongs to. */
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import { batFileOffsetMB, batState } from '../format/bat-entry.ts'
import { BAT_ENTRY_SIZE, MIB, SECTOR_BITMAP_BLOCK_SIZE } from '../format/layout.ts'
import { type Bat, blockOfIndex, chunkOfIndex } from './bat.ts'
import { visitBat, visitChunks } from './visit-bat.ts'

export interface BlockPlace {
  readonly kind: 'payload-block' | 'sector-bitmap-block'
  /** Of its entry in the BAT. */
  readonly index: number
  /** The block of the virtual disk, or the chunk of the sector bitmap. */
  readonly number: number
  /** The whole block in the file. */
  readonly at: ByteRange
}

/** FULLY_PRESENT and SB_BLOCK_PRESENT; behind it only PARTIALLY_PRESENT has a place in the file, too. */
const PRESENT = 6

/**
 * The block that covers `fileOffset`; of several the one whose entry comes first. Reads the BAT up to
 * that entry, or all of it.
 */
export async function findBlockAt(
  source: ByteSource,
  bat: Bat,
  fileOffset: number,
  run?: Run,
): Promise<BlockPlace | undefined> {
  const { geometry } = bat
  const last = Math.floor(fileOffset / MIB)
  const blockMB = geometry.blockSize / MIB
  let found: BlockPlace | undefined
  await visitBat(source, bat, run, (window) => {
    const { view, first } = window
    visitChunks(window, geometry, ({ from, to, bitmap }) => {
      if (found !== undefined) return
      const payload = findEntry(view, from - first, to - first, last - blockMB, last)
      if (payload !== undefined) {
        const index = first + payload
        found = {
          kind: 'payload-block',
          index,
          number: blockOfIndex(geometry, index),
          at: { offset: placeOf(view, payload) * MIB, length: geometry.blockSize },
        }
      } else if (bitmap !== undefined && isBitmapAt(view, bitmap - first, last)) {
        found = {
          kind: 'sector-bitmap-block',
          index: bitmap,
          number: chunkOfIndex(geometry, bitmap),
          at: { offset: last * MIB, length: SECTOR_BITMAP_BLOCK_SIZE },
        }
      }
    })
    return found === undefined
  })
  return found
}

const placeOf = (view: DataView, entry: number): number => {
  const at = entry * BAT_ENTRY_SIZE
  return batFileOffsetMB(view.getUint32(at, true), view.getUint32(at + 4, true))
}

const isBitmapAt = (view: DataView, entry: number, place: number): boolean =>
  batState(view.getUint32(entry * BAT_ENTRY_SIZE, true)) === PRESENT &&
  placeOf(view, entry) === place

/** The first of entries [from, to) that is present with after < FileOffsetMB <= last. */
function findEntry(
  view: DataView,
  from: number,
  to: number,
  after: number,
  last: number,
): number | undefined {
  const end = to * BAT_ENTRY_SIZE
  for (let at = from * BAT_ENTRY_SIZE; at < end; at += BAT_ENTRY_SIZE) {
    const low = view.getUint32(at, true)
    if (batState(low) < PRESENT) continue
    const place = batFileOffsetMB(low, view.getUint32(at + 4, true))
    if (place > after && place <= last) return at / BAT_ENTRY_SIZE
  }
  return undefined
}
