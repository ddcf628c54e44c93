import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MIB } from '../../engine/format/layout.ts'
import { compareCopies } from './compare-copies.ts'

const SIZE = 9 * MIB
const bytes = (): Uint8Array<ArrayBuffer> => new Uint8Array(SIZE).fill(0xa5)

test('a file that is what was to be saved is the same, and all of it was read', async () => {
  const done: number[] = []
  const run = { onProgress: (read: number) => done.push(read) }
  const found = await compareCopies(new Blob([bytes()]), new Blob([bytes()]), run)
  expect(found).toEqual({ kind: 'same', size: SIZE })
  expect(done.at(-1)).toBe(SIZE)
})

test('the first byte that is another one is told, wherever it is', async () => {
  const expected = new Blob([bytes()])
  const places = fc.uniqueArray(fc.nat(SIZE - 1), { minLength: 1, maxLength: 3 })
  await fc.assert(
    fc.asyncProperty(places, async (changed) => {
      const written = bytes()
      for (const at of changed) written[at] = 0x5a
      const at = Math.min(...changed)
      const found = await compareCopies(expected, new Blob([written]), {})
      expect(found).toEqual({ kind: 'differs', at, expected: 0xa5, found: 0x5a })
    }),
    { numRuns: 6, examples: [[[8 * MIB - 1]], [[8 * MIB]], [[SIZE - 1]]] },
  )
})

test.each([0, SIZE - 1, SIZE + 1])('a file of %i bytes is told by its size', async (size) => {
  const found = await compareCopies(new Blob([bytes()]), new Blob([new Uint8Array(size)]), {})
  expect(found).toEqual({ kind: 'other-size', expected: SIZE, found: size })
})

test('two empty files are the same', async () => {
  expect(await compareCopies(new Blob(), new Blob(), {})).toEqual({ kind: 'same', size: 0 })
})

test('a comparison that is cancelled ends', async () => {
  const abort = new AbortController()
  const run = { signal: abort.signal, onProgress: () => abort.abort() }
  const comparing = compareCopies(new Blob([bytes()]), new Blob([bytes()]), run)
  await expect(comparing).rejects.toMatchObject({ name: 'AbortError' })
})

test('each of the two that cannot be read is told by whose it is', async () => {
  const broken = {
    size: SIZE,
    slice: () => ({
      size: 1,
      arrayBuffer: () => Promise.reject(new DOMException('', 'NotFoundError')),
    }),
  }
  const asBlob = broken as unknown as Blob
  const whole = new Blob([bytes()])
  await expect(compareCopies(asBlob, whole, {})).rejects.toMatchObject({
    info: { about: 'source' },
  })
  await expect(compareCopies(whole, asBlob, {})).rejects.toMatchObject({ info: { about: 'given' } })
})
