/** Which payload or sector bitmap block a place of the file belongs to. */
import type { ByteRange, ByteSource, Run } from '../../bytes/byte-source.ts'
import {
  batFileOffsetMB,
  batState,
  findPresentEntry,
  SECTOR_BITMAP_STATES,
} from '../../format/bat-entry.ts'
import { blockOfIndex, chunkOfIndex } from '../../format/bat-index.ts'
import { BAT_ENTRY_SIZE, MIB, SECTOR_BITMAP_BLOCK_SIZE } from '../../format/layout.ts'
import type { Bat } from './bat.ts'
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
      const payload = findPresentEntry(
        view,
        { from: from - first, to: to - first },
        { after: last - blockMB, last },
      )
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
  SECTOR_BITMAP_STATES[batState(view.getUint32(entry * BAT_ENTRY_SIZE, true))] === 'present' &&
  placeOf(view, entry) === place
