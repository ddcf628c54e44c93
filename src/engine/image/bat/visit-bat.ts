/** One pass over the whole BAT, in large windows and without an object per entry. */
import type { ByteSource, Run } from '../../bytes/byte-source.ts'
import { readAhead } from '../../bytes/read-ahead.ts'
import {
  batEntryRange,
  blockIndex,
  chunkOfIndex,
  sectorBitmapIndex,
} from '../../format/bat-index.ts'
import { BAT_ENTRY_SIZE, MIB } from '../../format/layout.ts'
import type { Geometry } from '../metadata/geometry.ts'
import type { Bat } from './bat.ts'

/** Bytes read at once: large, since each read of a browser's file costs most of a millisecond. */
const WINDOW_ENTRIES = (4 * MIB) / BAT_ENTRY_SIZE
/** Windows that are on their way while one is visited: a browser's file is read faster by several. */
const AHEAD = 3

/** Entries [first, end) of the table, as they stand: entry `i` is at byte `(i - first) * 8` of `view`. */
export interface BatWindow {
  readonly view: DataView
  readonly first: number
  readonly end: number
}

/**
 * Hands all entries to `visit`, in order, until it returns false. The next windows are being read
 * while one is visited. Progress counts entries. Throws what the source and the signal throw.
 */
export async function visitBat(
  source: ByteSource,
  bat: Bat,
  run: Run | undefined,
  visit: (window: BatWindow) => boolean,
): Promise<void> {
  const read = (first: number): Promise<BatWindow> => readWindow(source, bat, first)
  for await (const window of readAhead(firstsOf(bat), AHEAD, read)) {
    run?.signal?.throwIfAborted()
    if (!visit(window)) return
    run?.onProgress?.(window.end, bat.count)
  }
}

function* firstsOf({ count }: Bat): Generator<number> {
  for (let first = 0; first < count; first += WINDOW_ENTRIES) yield first
}

async function readWindow(source: ByteSource, bat: Bat, first: number): Promise<BatWindow> {
  const end = Math.min(first + WINDOW_ENTRIES, bat.count)
  const { offset } = batEntryRange(bat, first)
  const bytes = await source.read(offset, (end - first) * BAT_ENTRY_SIZE)
  return { view: new DataView(bytes.buffer, bytes.byteOffset, bytes.length), first, end }
}

/** Payload entries [from, to) of one chunk, and the entry of its sector bitmap where it is in the window. */
export interface ChunkEntries {
  readonly from: number
  readonly to: number
  readonly bitmap: number | undefined
}

/**
 * Cuts a window into the payload entries of each chunk and the entry of its sector bitmap. Payload
 * entries that lie behind the disk's last block are left out.
 */
export function visitChunks(
  { first, end }: BatWindow,
  geometry: Geometry,
  visit: (chunk: ChunkEntries) => void,
): void {
  const payloadEnd = blockIndex(geometry, geometry.payloadBlocks - 1) + 1
  for (let from = first; from < end; ) {
    const bitmap = sectorBitmapIndex(geometry, chunkOfIndex(geometry, from))
    visit({
      from: Math.min(from, payloadEnd),
      to: Math.min(bitmap, end, payloadEnd),
      bitmap: bitmap < end ? bitmap : undefined,
    })
    from = bitmap + 1
  }
}
