/** What every byte source and every byte file must do, as tests that each implementation runs. */
import { describe, expect, test } from 'vitest'
import { type ByteFile, type ByteSource, readInto } from '../engine/bytes/byte-source.ts'

/** No two neighbours alike and no short period, so that a shifted read shows. */
const content = Uint8Array.from({ length: 10_000 }, (_, i) => (i * 167 + (i >> 8)) & 0xff)
const SIZE = content.length

/** Pairs of offset and length that no source of `SIZE` bytes can read. */
const OUTSIDE: readonly (readonly [offset: number, length: number])[] = [
  [0, SIZE + 1],
  [SIZE, 1],
  [SIZE + 1, 0],
  [-1, 1],
  [0, -1],
  [5, -5],
  [Number.NaN, 1],
  [0, Number.NaN],
  [0.5, 1],
  [0, 0.5],
  [2 ** 53, 1],
  [0, 2 ** 53],
  [Number.POSITIVE_INFINITY, 0],
]

/** `make` gives a source that holds exactly these bytes. */
export function byteSourceContract(
  name: string,
  make: (bytes: Uint8Array) => ByteSource | Promise<ByteSource>,
): void {
  describe(`${name} as a byte source`, () => {
    test('has the size of its content', async () => {
      expect((await make(content)).size).toBe(SIZE)
      expect((await make(new Uint8Array())).size).toBe(0)
    })

    test.each([
      [0, SIZE],
      [0, 1],
      [SIZE - 1, 1],
      [1, SIZE - 1],
      [4096, 4096],
      [4095, 2],
      [3, 5000],
    ])('reads exactly [%i, +%i)', async (offset, length) => {
      const source = await make(content)
      expect(await source.read(offset, length)).toEqual(content.slice(offset, offset + length))
    })

    test.each([
      [0, SIZE],
      [SIZE - 1, 1],
      [4095, 2],
      [7, 0],
    ])('fills memory of the caller with [%i, +%i), and no more of it', async (offset, length) => {
      const memory = new Uint8Array(length + 2).fill(0xee)
      await readInto(await make(content), offset, memory.subarray(1, length + 1))
      const expected = new Uint8Array(length + 2).fill(0xee)
      expected.set(content.subarray(offset, offset + length), 1)
      expect(memory).toEqual(expected)
    })

    test('fills no memory from outside of it', async () => {
      const source = await make(content)
      for (const offset of [-1, 1, 0.5, SIZE, 2 ** 53]) {
        await expect(readInto(source, offset, new Uint8Array(SIZE))).rejects.toThrow(RangeError)
      }
    })

    test('reads nothing anywhere, its end included', async () => {
      const source = await make(content)
      for (const offset of [0, 1, 4096, SIZE]) {
        expect(await source.read(offset, 0)).toEqual(new Uint8Array())
      }
      expect(await (await make(new Uint8Array())).read(0, 0)).toEqual(new Uint8Array())
    })

    test.each(OUTSIDE)('rejects [%d, +%d) with a RangeError', async (offset, length) => {
      const source = await make(content)
      await expect(source.read(offset, length)).rejects.toThrow(RangeError)
    })

    test('gives fresh bytes, which the caller may change', async () => {
      const source = await make(content)
      const first = await source.read(100, 200)
      first.fill(0xee)
      expect(await source.read(100, 200)).toEqual(content.slice(100, 300))
      expect(await source.read(0, SIZE)).toEqual(content)
    })

    test('gives bytes that can be transferred without harm', async () => {
      const source = await make(content)
      const { buffer } = await source.read(100, 200)
      structuredClone(buffer, { transfer: [buffer as ArrayBuffer] })
      expect(await source.read(100, 200)).toEqual(content.slice(100, 300))
    })

    test('answers reads that run side by side', async () => {
      const source = await make(content)
      const offsets = Array.from({ length: 50 }, (_, i) => (i * 1777) % (SIZE - 300))
      const read = await Promise.all(offsets.map((offset) => source.read(offset, 300)))
      expect(read).toEqual(offsets.map((offset) => content.slice(offset, offset + 300)))
    })
  })
}

/** `make` gives a file that holds exactly these bytes and can be written. */
export function byteFileContract(
  name: string,
  make: (bytes: Uint8Array) => ByteFile | Promise<ByteFile>,
): void {
  byteSourceContract(name, make)

  const all = (file: ByteFile): Promise<Uint8Array> => file.read(0, file.size)

  describe(`${name} as a byte sink`, () => {
    test('writes in place', async () => {
      const file = await make(content)
      await file.write(4095, Uint8Array.of(1, 2, 3))
      const expected = content.slice()
      expected.set([1, 2, 3], 4095)
      expect(await all(file)).toEqual(expected)
    })

    test('grows when it is written at its end and across it', async () => {
      const file = await make(Uint8Array.of(1, 2, 3))
      await file.write(3, Uint8Array.of(4))
      await file.write(2, Uint8Array.of(5, 6, 7))
      expect(file.size).toBe(5)
      expect(await all(file)).toEqual(Uint8Array.of(1, 2, 5, 6, 7))
    })

    test('reads zeros in a gap that a write leaves', async () => {
      const file = await make(Uint8Array.of(1))
      await file.write(100_000, Uint8Array.of(2))
      expect(file.size).toBe(100_001)
      const expected = new Uint8Array(100_001)
      expected[0] = 1
      expected[100_000] = 2
      expect(await all(file)).toEqual(expected)
    })

    test('keeps what it was given when the caller changes it later', async () => {
      const file = await make(new Uint8Array(8))
      const given = Uint8Array.of(1, 2, 3)
      await file.write(0, given)
      given.fill(9)
      expect(await file.read(0, 3)).toEqual(Uint8Array.of(1, 2, 3))
    })

    test('does not grow by writing nothing', async () => {
      const file = await make(Uint8Array.of(1))
      await file.write(50, new Uint8Array())
      expect(file.size).toBe(1)
    })

    test('is resized: what is cut off is gone, what is added is zero', async () => {
      const file = await make(content)
      await file.resize(5)
      expect(file.size).toBe(5)
      await file.resize(9000)
      expect(file.size).toBe(9000)
      const expected = new Uint8Array(9000)
      expected.set(content.subarray(0, 5))
      expect(await all(file)).toEqual(expected)
      await file.resize(0)
      expect(file.size).toBe(0)
    })

    test('reads zeros behind a cut that a write goes past', async () => {
      const file = await make(content)
      await file.resize(10)
      await file.write(20, Uint8Array.of(7))
      const expected = new Uint8Array(21)
      expected.set(content.subarray(0, 10))
      expected[20] = 7
      expect(await all(file)).toEqual(expected)
    })

    test('keeps everything when it is flushed', async () => {
      const file = await make(content)
      await file.write(0, Uint8Array.of(1))
      await file.flush()
      expect(await file.read(0, 1)).toEqual(Uint8Array.of(1))
    })

    test.each([-1, 0.5, Number.NaN, 2 ** 53, Number.MAX_SAFE_INTEGER])(
      'rejects a write at %d with a RangeError and stays as it was',
      async (offset) => {
        const file = await make(Uint8Array.of(1, 2, 3))
        await expect(file.write(offset, Uint8Array.of(9, 9))).rejects.toThrow(RangeError)
        expect(await all(file)).toEqual(Uint8Array.of(1, 2, 3))
      },
    )

    test.each([-1, 0.5, Number.NaN, 2 ** 53])(
      'rejects the size %d with a RangeError and stays as it was',
      async (size) => {
        const file = await make(Uint8Array.of(1, 2, 3))
        await expect(file.resize(size)).rejects.toThrow(RangeError)
        expect(await all(file)).toEqual(Uint8Array.of(1, 2, 3))
      },
    )
  })
}
