import fc from 'fast-check'
import { expect, test } from 'vitest'
import { LatestCover } from './latest-cover.ts'

const PLACES = 40
const range = fc.tuple(fc.nat({ max: PLACES }), fc.nat({ max: PLACES }))

test('of ranges over each other the latest lies on top, at every place', () => {
  fc.assert(
    fc.property(fc.integer({ min: 1, max: PLACES }), fc.array(range), (places, ranges) => {
      const cover = new LatestCover(places)
      const painted = new Array<number>(places).fill(0)
      for (const [index, [a, b]] of ranges.entries()) {
        const [first, end] = [Math.min(a, b, places), Math.min(Math.max(a, b), places)]
        cover.lay(index + 1, first, end)
        painted.fill(index + 1, first, end)
        expect(painted.map((_, place) => cover.at(place))).toEqual(painted)
      }
    }),
  )
})
