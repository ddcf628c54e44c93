/** Undo files that somebody has made to do harm: each is refused before the first write, or carried out whole. */
import { hash } from 'node:crypto'
import { readFile, writeFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { HEADER_OFFSETS, HEADER_SIZE, MIB } from '../../engine/format/layout.ts'
import { type ImageInFolder, inPlace, ONE_SENTENCE, withImage } from '../../testing/in-place.ts'
import { runCommand } from '../../testing/run-command.ts'
import { cases } from '../../testing/thorough.ts'
import { putTogether, takeApart, type UndoParts } from '../../testing/undo-files.ts'
import type { UndoHeader } from './undo-format.ts'

type Run = UndoParts['runs'][number]

/** What the file says that the image becomes, of which `now` is what is there. */
function promised({ header, headers, data, runs }: UndoParts, now: Buffer): Buffer {
  const image = Buffer.from(now.subarray(0, Number(header.sizeBefore)))
  HEADER_OFFSETS.forEach((at, copy) => {
    image.set(headers.subarray(copy * HEADER_SIZE, (copy + 1) * HEADER_SIZE), at)
  })
  let at = 0
  for (const { offset, length, isStored } of runs) {
    const [start, size] = [Number(offset), Number(length)]
    if (isStored === 1) {
      image.set(data.subarray(at, at + size), start)
      at += size
    } else image.fill(0, start, start + size)
  }
  return image
}

/**
 * Whether the command did to the image, which is `now`, all that the file says; else it refused the file,
 * and wrote nothing.
 */
async function isCarriedOut(
  { path, undo }: ImageInFolder,
  now: Buffer,
  parts: UndoParts,
): Promise<boolean> {
  await writeFile(undo, putTogether(parts))
  const { status, err } = await runCommand(['undo', undo, path])
  const then = await readFile(path)
  if (status === 0) {
    expect(then.equals(promised(parts, now))).toBe(true)
    return true
  }
  expect({ status, err }).toEqual({ status: 1, err: expect.stringMatching(ONE_SENTENCE) })
  expect(err).toMatch(/is not an undo file|is an undo file of version|is not the image/)
  expect(then.equals(now)).toBe(true)
  return false
}

/** With a replayed image and its undo file, in parts. */
const withUndo = (use: (place: ImageInFolder, parts: UndoParts) => Promise<void>) =>
  withImage(async (place) => {
    await inPlace(place.path, '--yes')
    await use(place, takeApart(await readFile(place.undo)))
  })

const withRun = (parts: UndoParts, index: number, change: Partial<Run>): UndoParts => ({
  ...parts,
  runs: parts.runs.map((run, i) => (i === index ? { ...run, ...change } : run)),
})
const withHeader = (parts: UndoParts, change: Partial<UndoHeader>): UndoParts => ({
  ...parts,
  header: { ...parts.header, ...change },
})

test('what is taken apart and put together again is the same file', () =>
  withUndo(async (place, parts) => {
    expect(Buffer.compare(await readFile(place.undo), putTogether(parts))).toBe(0)
    expect(parts.runs.some(({ isStored }) => isStored === 1)).toBe(true)
    expect(await isCarriedOut(place, await readFile(place.path), parts)).toBe(true)
  }))

describe('where the replay has not begun, when nothing but the file says what is restored,', () => {
  const MAX = 2n ** 64n - 1n
  const last = ({ runs }: UndoParts) => runs.length - 1
  const runOf = ({ runs }: UndoParts, i: number): Run =>
    runs[i] ?? { offset: 0n, length: 0n, isStored: 0 }
  const cases: Readonly<Record<string, (parts: UndoParts) => UndoParts>> = {
    'stored runs that are longer than their bytes': (parts) =>
      withRun(parts, last(parts), {
        length: runOf(parts, last(parts)).length + 4096n,
        isStored: 1,
      }),
    'stored runs that are shorter': (parts) =>
      withRun(
        parts,
        parts.runs.findIndex(({ isStored }) => isStored === 1),
        { length: 1n },
      ),
    'a run that is stored in another way': (parts) =>
      withRun(
        parts,
        parts.runs.findIndex(({ isStored }) => isStored === 1),
        { isStored: 2 },
      ),
    'a run without bytes': (parts) => withRun(parts, 0, { length: 0n }),
    'a run of any length': (parts) => withRun(parts, 0, { length: MAX }),
    'a run at the end of numbers': (parts) =>
      withRun(parts, last(parts), { offset: 2n ** 53n - 1n }),
    'a run in a header': (parts) => withRun(parts, 0, { offset: 64n * 1024n }),
    'a run in the log': (parts) => withRun(parts, 0, { offset: BigInt(MIB) + 4096n }),
    'runs out of order': (parts) => ({ ...parts, runs: parts.runs.toReversed() }),
    'runs without end': (parts) => withHeader(parts, { runCount: 2 ** 32 - 1 }),
    'bytes without end': (parts) => withHeader(parts, { dataLength: MAX }),
    'a size without end': (parts) => withHeader(parts, { sizeBefore: MAX, sizeAfter: MAX }),
    'a file that shrinks': (parts) =>
      withHeader(parts, { sizeAfter: parts.header.sizeBefore - 1n }),
    'a log behind its end': (parts) => withHeader(parts, { logOffset: 2n ** 53n - 1n }),
    'a header that is neither': (parts) => withHeader(parts, { currentCopy: 3 }),
    'the other header': (parts) => withHeader(parts, { currentCopy: 3 - parts.header.currentCopy }),
    'headers that are none': (parts) => ({ ...parts, headers: parts.headers.slice().fill(7) }),
  }

  test.each(Object.entries(cases))('%s', (_, change) =>
    withUndo(async (place, parts) => {
      await writeFile(place.path, place.before)
      expect(await isCarriedOut(place, place.before, change(parts))).toBe(false)
      expect(await isCarriedOut(place, place.before, parts)).toBe(true)
    }),
  )
})

const hostile = fc.oneof(
  fc.constantFrom(0n, 1n, 4095n, 2n ** 31n, 2n ** 32n, 2n ** 53n - 1n, 2n ** 53n, 2n ** 64n - 1n),
  fc.bigInt(0n, 3072n).map((sectors) => sectors * 4096n),
  fc.bigInt(0n, 2n ** 64n - 1n),
)

type Change = (parts: UndoParts) => UndoParts

const aRun: fc.Arbitrary<Change> = fc
  .tuple(fc.nat(50), fc.constantFrom('offset', 'length', 'both', 'isStored'), hostile, hostile)
  .map(([at, what, one, two]) => (parts) => {
    const index = at % parts.runs.length
    if (what === 'isStored') return withRun(parts, index, { isStored: Number(one % 4n) })
    if (what === 'both') return withRun(parts, index, { offset: one, length: two })
    return withRun(parts, index, { [what]: one })
  })
const twoLengths: fc.Arbitrary<Change> = fc
  .tuple(fc.nat(50), fc.nat(50), fc.integer({ min: -3, max: 3 }))
  .map(([one, two, sectors]) => (parts) => {
    const add = (to: UndoParts, at: number, bytes: number): UndoParts => {
      const { length } = to.runs[at % to.runs.length] ?? { length: 0n }
      return withRun(to, at % to.runs.length, {
        length: BigInt.asUintN(64, length + BigInt(bytes)),
      })
    }
    return add(add(parts, one, sectors * 4096), two, -sectors * 4096)
  })
const aField: fc.Arbitrary<Change> = fc
  .tuple(
    fc.constantFrom('sizeBefore', 'sizeAfter', 'logOffset', 'logLength', 'dataLength'),
    hostile,
  )
  .map(
    ([field, value]) =>
      (parts) =>
        withHeader(parts, { [field]: value }),
  )
const aCount: fc.Arbitrary<Change> = fc
  .tuple(fc.constantFrom('runCount', 'currentCopy', 'version'), fc.nat(2 ** 32 - 1))
  .map(
    ([field, value]) =>
      (parts) =>
        withHeader(parts, { [field]: value }),
  )
const aHeaderByte: fc.Arbitrary<Change> = fc
  .tuple(fc.nat(2 * HEADER_SIZE - 1), fc.nat(255))
  .map(([at, value]) => (parts) => {
    const headers = parts.headers.slice()
    headers[at] = value
    return { ...parts, headers }
  })
const data: fc.Arbitrary<Change> = fc.nat(255).map((fill) => (parts) => ({
  ...parts,
  data: parts.data.slice().fill(fill),
}))

test('whatever an undo file says, it is refused or carried out whole', async () => {
  const counts = { refused: 0, carriedOut: 0 }
  await withUndo(async (place, parts) => {
    const after = await readFile(place.path)
    let there: Buffer | undefined = after
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.oneof(aRun, twoLengths, aField, aCount, aHeaderByte, data), {
          minLength: 1,
          maxLength: 3,
        }),
        fc.boolean(),
        async (changes, isReplayed) => {
          const changed = changes.reduce((made, change) => change(made), parts)
          const { runs } = changed
          const image = isReplayed ? after : place.before
          if (there !== image) await writeFile(place.path, image)
          const pieces = runs.map(({ offset, length }) =>
            image.subarray(Number(offset), Number(offset) + Number(length)),
          )
          // Who makes such a file makes this digest right, too.
          const resultDigest = hash('sha256', Buffer.concat(pieces), 'buffer')
          const isDone = await isCarriedOut(place, image, withHeader(changed, { resultDigest }))
          there = isDone ? undefined : image
          counts[isDone ? 'carriedOut' : 'refused']++
        },
      ),
      { numRuns: cases(60) },
    )
  })
  expect(counts.refused).toBeGreaterThan(20)
  expect(counts.carriedOut).toBeGreaterThan(0)
}, 60_000)
