/** Random updates of a small file for property tests: writes of every kind over each other, extensions, barriers. */
import fc from 'fast-check'
import { LOG_SECTOR_SIZE } from '../engine/format/layout.ts'
import type { Content, Step } from '../engine/update/step.ts'

/** Bytes that random steps never write: log sectors are read from there while others are written. */
export const SOURCE_SECTORS = 4
const FIRST_TARGET = SOURCE_SECTORS * LOG_SECTOR_SIZE
const cause = { kind: 'descriptor', entry: 0, index: 0 } as const

const content: fc.Arbitrary<Content> = fc.oneof(
  fc.record({ kind: fc.constant('bytes' as const), bytes: fc.uint8Array({ maxLength: 9000 }) }),
  fc.record({ kind: fc.constant('zeros' as const), length: fc.nat({ max: 300_000 }) }),
  fc.record({
    kind: fc.constant('sector' as const),
    at: fc.nat({ max: SOURCE_SECTORS - 1 }).map((sector) => sector * LOG_SECTOR_SIZE),
    leadingBytes: fc.bigInt(0n, 2n ** 64n - 1n),
    trailingBytes: fc.integer({ min: 0, max: 2 ** 32 - 1 }),
  }),
)

const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('write' as const),
      offset: fc.integer({ min: FIRST_TARGET, max: FIRST_TARGET + 200_000 }),
      content,
      cause: fc.constant(cause),
    }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('extend' as const),
      size: fc.nat({ max: 400_000 }),
      cause: fc.constant(cause),
    }),
  },
  { weight: 1, arbitrary: fc.constant({ kind: 'flush' as const }) },
)

export const randomSteps: fc.Arbitrary<readonly Step[]> = fc.array(step, { maxLength: 12 })

/** A file without zero bytes, so that a zero which should not be there shows. */
export const randomFile: fc.Arbitrary<Uint8Array> = fc
  .record({ size: fc.nat({ max: 150_000 }), seed: fc.nat({ max: 250 }) })
  .map(({ size, seed }) =>
    Uint8Array.from(
      { length: FIRST_TARGET + size },
      (_, i) => 1 + ((i * 7 + (i >> 9) + seed) % 255),
    ),
  )
