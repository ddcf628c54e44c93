/** Reads where inside of a change bytes differ: window by window, until there is a place. */
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import type { Change } from '../../../engine/inspect/inspection.ts'
import { endOf } from '../../ranges.ts'
import type { SessionActions } from '../../store/state.ts'
import { changedPlaces, placesWindow } from './changed-places.ts'

export interface Places {
  readonly change: Change
  /** The part of the change that they are in. */
  readonly window: ByteRange
  readonly places: readonly ByteRange[]
}

export interface PlaceReader {
  readonly call: SessionActions['call']
  /** How many entries are replayed; all of them if absent. */
  readonly upTo: number | undefined
}

async function readWindow(
  { call, upTo }: PlaceReader,
  change: Change,
  window: ByteRange,
): Promise<Places> {
  if (!change.compared) {
    const first = { offset: change.offset, length: Math.min(change.length, 16) }
    return { change, window: change, places: [first] }
  }
  const [before, after] = await Promise.all([
    call('readBytes', { state: 'before', ...window }),
    call('readBytes', { state: 'after', upTo, ...window }),
  ])
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
