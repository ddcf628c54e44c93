/** Hostile files of patches: whatever they say, a sentence, and no work beyond their own size. */
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { imageWithLog } from '../../testing/image-with-log.ts'
import { patchOf } from '../../testing/patches.ts'
import { dirtyLogs } from '../../testing/random-log.ts'
import { NIL_GUID } from '../bytes/guid.ts'
import { sealChecksum } from '../format/checksum.ts'
import { KIB } from '../format/layout.ts'
import { decodePatch } from './decode-patch.ts'
import { encodePatch } from './encode-patch.ts'
import { PatchError } from './patch.ts'
import { HEADERS_AT, MAX_PATCH_SIZE, patchHeader, patchRun, runsAt } from './patch-format.ts'

/** One with runs before and behind the end of its file. */
async function good(): Promise<Uint8Array> {
  for (const log of fc.sample(dirtyLogs, { numRuns: 60, seed: 3 })) {
    const { patch } = await patchOf(await imageWithLog(log))
    const sides = new Set(patch.runs.map(({ before }) => before?.kind))
    if (sides.has(undefined) && sides.has('bytes')) return encodePatch(patch)
  }
  throw new Error('no log does both')
}

type HeaderValues = Parameters<typeof patchHeader.encode>[0]
type RunValues = Parameters<typeof patchRun.encode>[0]

const withHeader = (file: Uint8Array, change: HeaderValues): Uint8Array => {
  const copy = file.slice()
  copy.set(patchHeader.encode({ ...patchHeader.decode(copy), ...change }))
  return sealChecksum(copy)
}
const withRun = (file: Uint8Array, i: number, change: RunValues): Uint8Array => {
  const copy = file.slice()
  const at = runsAt(1) + i * patchRun.size
  copy.set(patchRun.encode({ ...patchRun.decode(copy, at), ...change }), at)
  return sealChecksum(copy)
}
const runOf = (file: Uint8Array, i: number) => patchRun.decode(file, runsAt(1) + i * patchRun.size)

const refused = async (file: Uint8Array): Promise<string> => {
  const error: unknown = await decodePatch(file).catch((thrown: unknown) => thrown)
  if (!(error instanceof PatchError)) throw new Error('it was taken for a patch')
  expect(error.message).toMatch(/^it is .+[^.]$/)
  return error.message
}

test('any byte that is changed, and any other length, is noticed', async () => {
  const file = await good()
  for (let at = 0; at < file.length; at += at < 70 ? 1 : 97) {
    const bad = file.slice()
    bad[at] = (bad[at] ?? 0) ^ 0x20
    await refused(bad)
  }
  for (const length of [0, 3, 63, 64, runsAt(1) - 1, runsAt(1), file.length - 1]) {
    await refused(file.subarray(0, length))
  }
  const longer = new Uint8Array(file.length + 1)
  longer.set(file)
  await refused(longer)
  await refused(sealChecksum(longer))
})

test('a file that can be none is not even looked through', async () => {
  expect(await refused(new Uint8Array(MAX_PATCH_SIZE + 1))).toContain('too long')
})

describe('with a checksum that is right', () => {
  const MAX = 2n ** 64n - 1n

  test.each<[string, HeaderValues]>([
    ['another version', { version: 2 }],
    ['too many runs', { runCount: 2 ** 32 - 1 }],
    ['no runs, but their bytes', { runCount: 0 }],
    ['bytes without end', { dataLength: MAX }],
    ['bytes of 2^53', { dataLength: 2n ** 53n }],
    ['a size before that no file has', { sizeBefore: MAX }],
    ['a size after that no file has', { sizeAfter: MAX }],
    ['a size after that no image has', { sizeAfter: 2n ** 47n + 1n }],
    ['a size below the tables', { sizeBefore: 4096n }],
    ['a file that shrinks', { sizeAfter: 600n * 1024n - 1n }],
    ['no FileWriteGuid', { fileWriteGuid: NIL_GUID }],
    ['something reserved', { reserved: new Uint8Array([0, 0, 1]) }],
  ])('%s is refused', async (_, change) => {
    await refused(withHeader(await good(), change))
  })

  test.each<[string, RunValues]>([
    ['in a header', { offset: 64n * 1024n }],
    ['in the log', { offset: 256n * 1024n }],
    ['off the blocks', { offset: 200n * 1024n + 1n }],
    ['nowhere', { offset: MAX }],
    ['at the end of numbers', { offset: 2n ** 53n - 1n }],
    ['without bytes', { length: 0n }],
    ['of any length', { length: MAX }],
    ['of 2^53-1 bytes', { length: 2n ** 53n - 1n }],
    ['longer than its bytes', { length: 2n ** 40n }],
    ['of zeros into zeros', { before: 1, after: 1 }],
    ['of no known kind before', { before: 3 }],
    ['of no known kind after', { after: 0 }],
    ['of nothing inside of the file', { before: 0, after: 2 }],
  ])('a run %s is refused', async (_, change) => {
    await refused(withRun(await good(), 0, change))
  })

  test('runs out of order, twice, or over each other are refused', async () => {
    const file = await good()
    const count = patchHeader.decode(file).runCount
    expect(count).toBeGreaterThan(1)
    await refused(withRun(file, 1, { offset: runOf(file, 0).offset }))
    await refused(withRun(file, 0, { offset: runOf(file, count - 1).offset }))
  })

  test('a run behind the end of the file afterwards is refused', async () => {
    const file = await good()
    const last = patchHeader.decode(file).runCount - 1
    await refused(withRun(file, last, { offset: patchHeader.decode(file).sizeAfter }))
  })

  test('headers that name no log, or that are none, are refused', async () => {
    const file = await good()
    for (const copy of [0, 1]) {
      const bad = file.slice()
      // The current one: the other one names no log.
      bad.fill(0, HEADERS_AT + copy * 4 * KIB, HEADERS_AT + (copy + 1) * 4 * KIB)
      if (copy === 1) await refused(sealChecksum(bad))
      else expect((await decodePatch(sealChecksum(bad))).headers.second.offset).toBe(128 * KIB)
    }
  })

  test('random fields are refused, or make a patch that can be written again', async () => {
    const file = await good()
    const number = fc.oneof(
      fc.bigInt(0n, MAX),
      fc.bigInt(0n, 2n ** 21n).map((n) => n * 4096n),
      fc.constantFrom(0n, 1n, 2n ** 53n, MAX),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.nat(8),
        number,
        number,
        fc.nat(3),
        fc.nat(3),
        async (i, offset, length, before, after) => {
          const count = patchHeader.decode(file).runCount
          const changed = withRun(file, i % count, { offset, length, before, after })
          const patch = await decodePatch(changed).catch((error: unknown) => {
            expect(error).toBeInstanceOf(PatchError)
            return undefined
          })
          if (patch) expect(Buffer.compare(encodePatch(patch), changed)).toBe(0)
        },
      ),
      { numRuns: 200 },
    )
  })
})
