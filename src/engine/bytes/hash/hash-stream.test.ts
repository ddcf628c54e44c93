import { createHash } from 'node:crypto'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { MemoryFile } from '../memory-file.ts'
import { createDigest } from './digest.ts'
import type { HashAlgorithm } from './hash-names.ts'
import { type HashRun, HashStream } from './hash-stream.ts'

const MIB = 1024 * 1024
const BOTH = ['sha256', 'blake3'] as const
const quiet: HashRun = { pause: async () => undefined }

/** The input of BLAKE3's published test vectors: 0 to 250, again and again. */
const counted = (length: number) => Uint8Array.from({ length }, (_, i) => i % 251)

/** FIPS 180-4's examples, and the vectors that are published with BLAKE3. */
test.each<[HashAlgorithm, string, Uint8Array, string]>([
  [
    'sha256',
    'nothing',
    new Uint8Array(),
    'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  ],
  [
    'sha256',
    '"abc"',
    Uint8Array.of(0x61, 0x62, 0x63),
    'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  ],
  [
    'blake3',
    'nothing',
    new Uint8Array(),
    'af1349b9f5f9a1a6a0404dea36dcc9499bcb25c9adc112b7cc9a93cae41f3262',
  ],
  [
    'blake3',
    'one byte',
    counted(1),
    '2d3adedff11b61f14c886e35afa036736dcd87a74d27b5c1510225d0f592e213',
  ],
  [
    'blake3',
    'two chunks',
    counted(2048),
    'e776b6028c7cd22a4d0ba182a8bf62205d2ef576467e838ed6f2529b85fba24a',
  ],
])('%s of %s', async (algorithm, _, bytes, expected) => {
  const digest = await createDigest(algorithm)
  digest.update(bytes)
  expect(digest.hex()).toBe(expected)
})

test('pieces, zeros and a source count as if they stood one behind the other', async () => {
  const piece = fc.oneof(
    fc.record({ kind: fc.constant('bytes' as const), bytes: fc.uint8Array({ maxLength: 300 }) }),
    fc.record({ kind: fc.constant('zeros' as const), length: fc.nat(5000) }),
    fc.record({ kind: fc.constant('source' as const), bytes: fc.uint8Array({ maxLength: 300 }) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(piece), async (pieces) => {
      const whole = Buffer.concat(
        pieces.map((one) => (one.kind === 'zeros' ? Buffer.alloc(one.length) : one.bytes)),
      )
      const stream = await HashStream.start(BOTH, whole.length, quiet)
      for (const one of pieces) {
        if (one.kind === 'zeros') await stream.addZeros(one.length)
        else if (one.kind === 'bytes') await stream.add(one.bytes)
        else await stream.addSource(new MemoryFile(one.bytes))
      }
      const blake3 = await createDigest('blake3')
      blake3.update(whole)
      expect(stream.finish()).toEqual([
        { algorithm: 'sha256', hex: createHash('sha256').update(whole).digest('hex') },
        { algorithm: 'blake3', hex: blake3.hex() },
      ])
    }),
  )
})

test('what is longer than a piece and a read is digested in order, with progress and pauses', async () => {
  const bytes = Buffer.alloc(19 * MIB + 5).map((_, i) => (i >>> 9) ^ i)
  const progress: number[] = []
  let pauses = 0
  const stream = await HashStream.start(['sha256'], bytes.length + 5 * MIB, {
    onProgress: (done, total) => {
      expect(total).toBe(bytes.length + 5 * MIB)
      progress.push(done)
    },
    pause: async () => void pauses++,
  })
  await stream.addSource(new MemoryFile(bytes))
  await stream.addZeros(5 * MIB)
  const wanted = createHash('sha256')
    .update(bytes)
    .update(Buffer.alloc(5 * MIB))
  expect(stream.finish()).toEqual([{ algorithm: 'sha256', hex: wanted.digest('hex') }])
  expect(progress).toEqual(progress.toSorted((a, b) => a - b))
  expect(progress.at(-1)).toBe(bytes.length + 5 * MIB)
  expect(pauses).toBe(progress.length)
  expect(pauses).toBeGreaterThan(10)
})

test('a range of a source is that range', async () => {
  const bytes = counted(5000)
  const stream = await HashStream.start(['sha256'], 700, quiet)
  await stream.addSource(new MemoryFile(bytes), { offset: 1234, length: 700 })
  const wanted = createHash('sha256').update(bytes.subarray(1234, 1934)).digest('hex')
  expect(stream.finish()[0]?.hex).toBe(wanted)
})

test('stops when it is aborted, also in an endless run of zeros', async () => {
  const abort = new AbortController()
  const stream = await HashStream.start(['blake3'], 2 ** 50, {
    signal: abort.signal,
    pause: async () => abort.abort(),
  })
  await expect(stream.addZeros(2 ** 50)).rejects.toMatchObject({ name: 'AbortError' })
})

test('a read that fails ends it, and leaves no rejection behind', async () => {
  const source = {
    size: 30 * MIB,
    read: async (offset: number, length: number) => {
      if (offset > 0) throw new Error(`no bytes at ${offset}`)
      return new Uint8Array(length)
    },
  }
  const stream = await HashStream.start(['sha256'], source.size, quiet)
  await expect(stream.addSource(source)).rejects.toThrow(`no bytes at ${8 * MIB}`)
})
