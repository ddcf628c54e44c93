import fc from 'fast-check'
import { expect, test } from 'vitest'
import { SHARES } from '../../../../engine/account/share-words.ts'
import { layShares } from './share-bar-layout.ts'

test('shares are as long as they are large, and fill the bar', () => {
  expect(
    layShares(
      [
        ['log', 1],
        ['in-use', 3],
      ],
      400,
    ),
  ).toEqual([
    { share: 'log', x: 0, width: 100 },
    { share: 'in-use', x: 100, width: 300 },
  ])
  expect(layShares([], 400)).toEqual([])
})

test('a share of next to nothing is seen, however many there are', () => {
  fc.assert(
    fc.property(
      fc.array(fc.oneof(fc.integer({ min: 1, max: 9 }), fc.integer({ min: 1, max: 2 ** 50 })), {
        minLength: 1,
        maxLength: SHARES.length,
      }),
      fc.integer({ min: 60, max: 2000 }),
      (sizes, width) => {
        const spans = layShares(
          sizes.map((size, i) => [SHARES[i] ?? 'log', size] as const),
          width,
        )
        let end = 0
        for (const span of spans) {
          expect(span.x).toBeCloseTo(end)
          expect(span.width).toBeGreaterThan(Math.min(3, width / sizes.length) - 1e-6)
          end = span.x + span.width
        }
        expect(end).toBeCloseTo(width)
      },
    ),
    // What the shortest get makes others short.
    { examples: [[[28, 1, 1, 1, 510, 1], 60]] },
  )
})
