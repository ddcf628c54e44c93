/**
 * Every call that takes a place, a window or an index answers for any of them, in a file of any size,
 * in every state and wherever a replay is stopped: what is not there is not in the answer.
 */

import fc from 'fast-check'
import { test, vi } from 'vitest'
import { MIB } from '../../engine/format/layout.ts'
import type { Inspection } from '../../engine/inspect/inspection.ts'
import { PLACE_CALLS } from '../../testing/any-place.ts'
import { damagedImages } from '../../testing/damaged-images.ts'
import { quietRun, sessionCalls } from '../../testing/worker-calls.ts'
import type { Reading } from '../protocol/file.ts'

const { FUZZ_SECONDS = '4' } = process.env
const BUDGET = Number(FUZZ_SECONDS) * 1000
// For machines that are busy with other things.
vi.setConfig({ testTimeout: 10 * BUDGET })

const images = await damagedImages()
const run = quietRun()

function landmarks({ before, after, log, size, update }: Inspection): readonly number[] {
  const ranges = [log?.region, before.bat, after?.bat, before.metadata?.region].flatMap((at) =>
    at ? [at.offset, at.offset + at.length] : [],
  )
  const disk = before.geometry?.virtualDiskSize ?? 0
  const ends = [size, update?.sizeAfter ?? size, disk, 2 ** 40, Number.MAX_SAFE_INTEGER]
  return [0, ...ranges, ...ends].flatMap((at) => [at, Math.floor(at / 8)])
}

const asks = fc.array(
  fc.record({
    call: fc.constantFrom(...Object.keys(PLACE_CALLS)),
    reading: fc.oneof(
      fc.constantFrom<Reading>({ state: 'before' }, { state: 'after' }),
      fc.nat({ max: 4 }).map((upTo): Reading => ({ state: 'after', upTo })),
    ),
    landmark: fc.nat(),
    by: fc.oneof(fc.integer({ min: -9, max: 9 }), fc.nat({ max: 2 * MIB })),
    length: fc.oneof(
      fc.constantFrom(0, 1, 3, 511, 4097, 65_537, 2 ** 40 + 1, Number.MAX_SAFE_INTEGER),
      fc.nat({ max: 2 * MIB }),
    ),
    inEntry: fc.boolean(),
  }),
  { minLength: 50, maxLength: 50 },
)

test('any place of any file is answered for', async () => {
  await fc.assert(
    fc.asyncProperty(images, asks, async (make, list) => {
      const file = await make()
      const calls = sessionCalls()
      const bytes = file.take(0, file.size) as Uint8Array<ArrayBuffer>
      const inspection = await calls.file.open({ input: new Blob([bytes]) }, run)
      const marks = landmarks(inspection)
      for (const { call, reading, landmark, by, length, inEntry } of list) {
        const at = (marks[landmark % marks.length] ?? 0) + by
        const place = Math.min(Math.max(0, at), Number.MAX_SAFE_INTEGER)
        const first = inspection.log?.active?.positions[0]
        const position = inEntry && first !== undefined ? first : place
        await PLACE_CALLS[call]?.({ calls, reading, place, length, position })
      }
    }),
    { numRuns: 100_000, interruptAfterTimeLimit: BUDGET, endOnFailure: true },
  )
})
