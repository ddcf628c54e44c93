/** Random sizes of files for property tests: of a file that was cut, any number may be left. */
import fc from 'fast-check'
import { LOG_SECTOR_SIZE } from '../engine/format/layout.ts'

/** How far from a place, within the sectors on either side, or by a few bytes. */
const near = fc.oneof(
  fc.integer({ min: -LOG_SECTOR_SIZE, max: LOG_SECTOR_SIZE }),
  fc.integer({ min: -9, max: 9 }),
)

/** From `min` to `max`, mostly near to one of `places`, where something begins or ends. */
export const sizesNear = (places: readonly number[], min: number, max: number) =>
  fc.oneof(
    { weight: 1, arbitrary: fc.integer({ min, max }) },
    {
      weight: 3,
      arbitrary: fc
        .record({ place: fc.constantFrom(...places), by: near })
        .map(({ place, by }) => Math.min(Math.max(place + by, min), max)),
    },
  )
