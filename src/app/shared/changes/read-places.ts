/** Reads where inside of a change bytes differ: window by window, until there is a place. */
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { endOf } from '../../../engine/bytes/ranges.ts'
import type { Change } from '../../../engine/changes/change.ts'
import type { State } from '../../../engine/inspect/inspection.ts'
import { changedPlaces, placesWindow } from './changed-places.ts'

export interface Places {
  readonly change: Change
  /** The part of the change that they are in. */
  readonly window: ByteRange
  readonly places: readonly ByteRange[]
}

/** Reads bytes as they are, and as they would be. */
export type PlaceReader = (state: State, range: ByteRange) => Promise<Uint8Array>

async function readWindow(read: PlaceReader, change: Change, window: ByteRange): Promise<Places> {
  if (!change.compared) {
    const first = { offset: change.offset, length: Math.min(change.length, 16) }
    return { change, window: change, places: [first] }
  }
  const [before, after] = await Promise.all([read('before', window), read('after', window)])
  return { change, window, places: changedPlaces(change.structure, window.offset, before, after) }
}

/** The places around `offset`, or else the next ones in a direction; `undefined` where there are none. */
export async function readPlaces(
  reader: PlaceReader,
  change: Change,
  offset: number,
  direction: 'on' | 'back',
): Promise<Places | undefined> {
  let at = offset
  while (at >= change.offset && at < endOf(change)) {
    const found = await readWindow(reader, change, placesWindow(change, at))
    if (found.places.length > 0) return found
    at = direction === 'on' ? endOf(found.window) : found.window.offset - 1
  }
  return undefined
}
