/** The law of patches: applied they are the saved copy, taken back the original, whatever happens on the way. */
import { isDeepStrictEqual } from 'node:util'
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { type CrashFile, CutFile } from '../../testing/crash-file.ts'
import { dirtyImages, imageWithLog } from '../../testing/image-with-log.ts'
import { bytesIn, isSame, patchOf } from '../../testing/patches.ts'
import { dirtyLogs } from '../../testing/random-log.ts'
import { planOf } from '../../testing/small-image.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { KIB } from '../format/layout.ts'
import { canReplay } from '../log/replay.ts'
import { preview } from '../update/preview.ts'
import { carryOut, type PatchWay } from './carry-out.ts'
import { decodePatch } from './decode-patch.ts'
import { encodePatch } from './encode-patch.ts'
import { makePatch } from './make-patch.ts'
import { type Patch, PatchError } from './patch.ts'
import { isApplied, isUntouched, patchState } from './patch-state.ts'

// For machines that are busy with other things.
vi.setConfig({ testTimeout: 30_000 })

async function carry(file: MemoryFile | CrashFile, patch: Patch, way: PatchWay): Promise<void> {
  const state = await patchState(file, patch)
  if (state === undefined) throw new Error('the image is another one')
  await carryOut(file, patch, { state, way })
}

test('applied to the image a patch gives the saved copy, taken back the original', async () => {
  await fc.assert(
    fc.asyncProperty(dirtyImages, async (image) => {
      const { before, after, patch } = await patchOf(await image())
      const file = new MemoryFile(before)
      await carry(file, patch, 'apply')
      expect(isSame(await bytesIn(file), after)).toBe(true)
      await carry(file, patch, 'undo')
      expect(isSame(await bytesIn(file), before)).toBe(true)
    }),
    { numRuns: 60 },
  )
})

test('the file of a patch is the patch', async () => {
  await fc.assert(
    fc.asyncProperty(dirtyImages, async (image) => {
      const { patch } = await patchOf(await image())
      expect(isDeepStrictEqual(await decodePatch(encodePatch(patch)), patch)).toBe(true)
    }),
    { numRuns: 40 },
  )
})

test('no block is in a patch that the replay leaves as it is', async () => {
  await fc.assert(
    fc.asyncProperty(dirtyImages, async (image) => {
      const { before, after, patch } = await patchOf(await image())
      for (const { offset, length } of patch.runs) {
        for (let at = offset; at < offset + length; at += 4 * KIB) {
          const end = Math.min(at + 4 * KIB, offset + length)
          const part = at < before.length ? before.subarray(at, end) : new Uint8Array(end - at)
          expect(isSame(part, after.subarray(at, end))).toBe(false)
        }
      }
    }),
    { numRuns: 40 },
  )
})

const cut = fc.record({
  way: fc.constantFrom<PatchWay>('apply', 'undo'),
  after: fc.nat({ max: 16 }),
  kept: fc.array(fc.boolean(), { minLength: 1, maxLength: 11 }),
  keepsSize: fc.boolean(),
})

describe('cut anywhere, with anything lost that was not stable', () => {
  const survivors = async (
    content: Uint8Array,
    patch: Patch,
    cuts: readonly { way: PatchWay; after: number; kept: readonly boolean[]; keepsSize: boolean }[],
  ) => {
    let survivor = content
    for (const { way, after, kept, keepsSize } of cuts) {
      const file = new CutFile(survivor, after)
      await carry(file, patch, way).catch((error: Error) => expect(error.message).toBe('cut'))
      let turn = 0
      survivor = await file.crash(() => kept[turn++ % kept.length] ?? false, keepsSize)
    }
    return survivor
  }
  const cuts = fc.array(cut, { minLength: 1, maxLength: 4 })

  test('both ways are completed from there', async () => {
    await fc.assert(
      fc.asyncProperty(dirtyImages, cuts, async (image, list) => {
        const { before, after, patch } = await patchOf(await image())
        const survivor = await survivors(before, patch, list)
        const forward = new MemoryFile(survivor)
        await carry(forward, patch, 'apply')
        expect(isSame(await bytesIn(forward), after)).toBe(true)
        const back = new MemoryFile(survivor)
        await carry(back, patch, 'undo')
        expect(isSame(await bytesIn(back), before)).toBe(true)
      }),
      { numRuns: 120 },
    )
  })

  test('what is left is clean, or its log gives the replayed image', async () => {
    await fc.assert(
      fc.asyncProperty(dirtyImages, cuts, async (image, list) => {
        const { before, after, patch } = await patchOf(await image())
        const file = new MemoryFile(await survivors(before, patch, list))
        const plan = await planOf(file)
        expect(plan === undefined || canReplay(plan)).toBe(true)
        const result = preview(file, plan?.steps ?? [])
        const behindHeaders = (await bytesIn(result)).subarray(192 * KIB)
        expect(isSame(behindHeaders, after.subarray(192 * KIB))).toBe(true)
      }),
      { numRuns: 80 },
    )
  })
})

describe('a file is recognised', () => {
  const image = async () => {
    const [log] = fc.sample(dirtyLogs, { numRuns: 1, seed: 42 })
    return patchOf(await imageWithLog(log ?? new Uint8Array()))
  }

  test('as untouched and as applied', async () => {
    const { before, after, patch } = await image()
    const [one, two] = [
      await patchState(new MemoryFile(before), patch),
      await patchState(new MemoryFile(after), patch),
    ]
    expect([one && isUntouched(one), one && isApplied(one)]).toEqual([true, false])
    expect([two && isUntouched(two), two && isApplied(two)]).toEqual([false, true])
  })

  test('as another one when any byte of the patch differs, before and after', async () => {
    await fc.assert(
      fc.asyncProperty(
        dirtyImages,
        fc.nat(),
        fc.integer({ min: 1, max: 255 }),
        async (of, n, bits) => {
          const { before, after, patch } = await patchOf(await of())
          const { first, second } = patch.headers
          const places = [first, second, ...patch.runs]
          const run = places[n % places.length]
          const length = run && 'length' in run ? run.length : 4 * KIB
          const at = (run?.offset ?? 0) + (n % length)
          for (const content of [before, after]) {
            if (at >= content.length) continue
            const bytes = content.slice()
            const other = (bytes[at] ?? 0) ^ bits
            // A byte of the header's next state is a write of it that was cut.
            const states = run && 'opened' in run ? [run.original, run.opened, run.closed] : []
            if (states.some((state) => state[n % length] === other)) continue
            bytes[at] = other
            expect(await patchState(new MemoryFile(bytes), patch)).toBeUndefined()
          }
        },
      ),
      { numRuns: 80 },
    )
  })

  test('as another one when its size differs', async () => {
    const { before, after, patch } = await image()
    for (const content of [before, after]) {
      const longer = new Uint8Array(content.length + 1)
      longer.set(content)
      expect(await patchState(new MemoryFile(longer), patch)).toBeUndefined()
      const shorter = content.subarray(0, content.length - 1)
      expect(await patchState(new MemoryFile(shorter), patch)).toBeUndefined()
    }
  })

  test('as another one when its data is new and a header names no log, or the other way round', async () => {
    const { before, after, patch } = await image()
    for (const { offset } of [patch.headers.first, patch.headers.second]) {
      const header = { offset, length: 4 * KIB }
      for (const [one, other] of [
        [before, after],
        [after, before],
      ] as const) {
        const bytes = one.slice()
        bytes.set(other.subarray(header.offset, header.offset + header.length), header.offset)
        expect(await patchState(new MemoryFile(bytes), patch)).toBeUndefined()
      }
    }
  })
})

test('a patch of another file is none of this one', async () => {
  const [log] = fc.sample(dirtyLogs, { numRuns: 1, seed: 7 })
  const { before, patch } = await patchOf(await imageWithLog(log ?? new Uint8Array()))
  const other = await patchOf(await imageWithLog(log ?? new Uint8Array(), { sequenceNumber: 9n }))
  expect(await patchState(new MemoryFile(other.before), patch)).toBeUndefined()
  expect(await patchState(new MemoryFile(before), other.patch)).toBeUndefined()
})

test('the plan of another file makes no patch of this one', async () => {
  const [log] = fc.sample(dirtyLogs, { numRuns: 1, seed: 7 })
  const file = new MemoryFile(await imageWithLog(log ?? new Uint8Array()))
  const plan = await planOf(file)
  if (!plan) throw new Error('the log is empty')
  const { fileWriteGuid } = (await patchOf(await bytesIn(file))).patch
  const empty = new MemoryFile(new Uint8Array(600 * KIB))
  await expect(makePatch(empty, plan, fileWriteGuid)).rejects.toThrow(PatchError)
})
