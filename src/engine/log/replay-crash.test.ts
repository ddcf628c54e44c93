/** The law of replays: whatever happens to one that is cut, the next one mends it. */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { CrashFile } from '../../testing/crash-file.ts'
import { dirtyImages, HEADERS_END } from '../../testing/image-with-log.ts'
import { planOf } from '../../testing/small-image.ts'
import type { ByteFile } from '../bytes/byte-source.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { applyTo } from '../update/apply.ts'
import { canReplay } from './replay.ts'

// For machines that are busy with other things.
vi.setConfig({ testTimeout: 30_000 })

async function replay(file: ByteFile, steps = Number.POSITIVE_INFINITY): Promise<void> {
  const plan = await planOf(file)
  if (plan === undefined) return
  expect(canReplay(plan)).toBe(true)
  await applyTo(file, plan.steps.slice(0, steps))
}

async function replayed(content: Uint8Array): Promise<MemoryFile> {
  const file = new MemoryFile(content)
  await replay(file)
  return file
}

const behindHeaders = (file: ByteFile): Promise<Uint8Array> =>
  file.read(HEADERS_END, file.size - HEADERS_END)

const cut = fc.record({
  steps: fc.nat({ max: 24 }),
  /** Which pieces of what is not stable yet survive: used in turn. */
  kept: fc.array(fc.boolean(), { minLength: 1, maxLength: 11 }),
  keepsSize: fc.boolean(),
})

test('a replay that is cut after any step, with anything lost, recovers to the same bytes', async () => {
  await fc.assert(
    fc.asyncProperty(
      dirtyImages,
      fc.array(cut, { minLength: 1, maxLength: 3 }),
      async (image, cuts) => {
        const content = await image()
        const expected = await behindHeaders(await replayed(content))
        let survivor = content
        for (const { steps, kept, keepsSize } of cuts) {
          const file = new CrashFile(survivor)
          await replay(file, steps)
          let turn = 0
          survivor = await file.crash(() => kept[turn++ % kept.length] ?? false, keepsSize)
        }
        const actual = await behindHeaders(await replayed(survivor))
        expect(Buffer.compare(actual, expected)).toBe(0)
      },
    ),
    { numRuns: 80 },
  )
})

test('a replay of a replayed file does nothing', async () => {
  await fc.assert(
    fc.asyncProperty(dirtyImages, async (image) => {
      const once = await replayed(await image())
      const before = await once.read(0, once.size)
      await replay(once)
      expect(Buffer.compare(await once.read(0, once.size), before)).toBe(0)
    }),
    { numRuns: 30 },
  )
})

test('a replay made again from its start is the same as made once', async () => {
  await fc.assert(
    fc.asyncProperty(dirtyImages, async (image) => {
      const file = new MemoryFile(await image())
      const plan = await planOf(file)
      await applyTo(file, plan?.steps ?? [])
      const once = await file.read(0, file.size)
      await applyTo(file, plan?.steps ?? [])
      expect(Buffer.compare(await file.read(0, file.size), once)).toBe(0)
    }),
    { numRuns: 30 },
  )
})
