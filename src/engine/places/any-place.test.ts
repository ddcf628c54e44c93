/** The law of places: any offset has one, in any file, and wherever a replay is stopped. */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { damagedImages } from '../../testing/damaged-images.ts'
import { REPLAY_IDS } from '../../testing/our-replay.ts'
import type { ByteSource } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'
import type { Image } from '../image/image.ts'
import { structuresOf } from '../image/structure-map.ts'
import { type Inspected, inspect } from '../inspect/inspect.ts'
import { stepsUpTo } from '../log/replay.ts'
import { preview } from '../update/preview.ts'
import { locate } from './locate.ts'
import { nameRange } from './name-range.ts'

// For machines that are busy with other things.
vi.setConfig({ testTimeout: 60_000 })

const images = await damagedImages()

interface Reading {
  readonly source: ByteSource
  readonly image: Image
}

/** The file as it is, as it would be, and on the way from the one to the other. */
function readingsOf({ before, update }: Inspected): readonly Reading[] {
  const source = before.source
  if (!update) return [{ source, image: before }]
  const counts = [...Array(Math.min(update.plan.active.entries.length, 3) + 1).keys()]
  const partial = counts.map((count) => preview(source, stepsUpTo(update.plan, count)))
  const after = [update.result, ...partial].map((result) => ({
    source: result,
    image: update.after,
  }))
  return [{ source, image: before }, ...after]
}

/** Where things begin and end, and where numbers do. */
function landmarks({ before, update, scan }: Inspected): readonly number[] {
  const images = update ? [before, update.after] : [before]
  const structures = images.flatMap((image) => structuresOf(image).map(({ at }) => at))
  const items = images.flatMap(({ metadata }) => metadata?.items.map(({ range }) => range) ?? [])
  const entries = scan?.entries.map(({ position }) => scan.region.offset + position) ?? []
  return [
    ...[...structures, ...items].flatMap((at) => (at ? [at.offset, endOf(at)] : [])),
    ...entries,
    ...images.map(({ source }) => source.size),
    Number.MAX_SAFE_INTEGER,
  ]
}

const offsets = fc.array(
  fc.record({
    landmark: fc.nat(),
    by: fc.oneof(fc.integer({ min: -9, max: 9 }), fc.integer({ min: -70_000, max: 2 ** 21 })),
    length: fc.nat({ max: 2 ** 21 }),
  }),
  { minLength: 20, maxLength: 20 },
)

test('any offset of any file has a place, in every state', async () => {
  await fc.assert(
    fc.asyncProperty(images, offsets, async (make, asked) => {
      const inspected = await inspect(await make(), REPLAY_IDS)
      const marks = landmarks(inspected)
      for (const { source, image } of readingsOf(inspected)) {
        const { metadata, bat } = image
        const parts = { structures: structuresOf(image), metadata, bat }
        for (const { landmark, by, length } of asked) {
          const at = (marks[landmark % marks.length] ?? 0) + by
          const offset = Math.min(Math.max(0, at), Number.MAX_SAFE_INTEGER)
          const { path } = await locate({ source, image, scan: inspected.scan }, offset)
          expect(path.length).toBeGreaterThan(0)
          expect(nameRange(parts, { offset, length })).not.toBe('')
        }
      }
    }),
    { numRuns: 150, interruptAfterTimeLimit: 20_000 },
  )
})
