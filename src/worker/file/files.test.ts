import { describe, expect, test } from 'vitest'
import { MIB } from '../../engine/format/layout.ts'
import { byteSourceContract } from '../../testing/byte-source-contract.ts'
import type { CallError } from '../client.ts'
import { SOURCE } from '../errors.ts'
import { blobSource, fileOf } from './files.ts'

const blobOf = (bytes: Uint8Array) => new Blob([bytes as Uint8Array<ArrayBuffer>])

byteSourceContract('a Blob', (bytes) => blobSource(blobOf(bytes), SOURCE))

/** A file of `size` bytes of which each read answers as `read` says. */
const fakeFile = (size: number, read: (start: number, end: number) => ArrayBuffer): Blob =>
  ({
    size,
    slice: (start: number, end: number) => ({
      size: end - start,
      arrayBuffer: async () => read(start, end),
    }),
  }) as unknown as Blob

const failing = (name: string) => (): never => {
  throw new DOMException('fake', name)
}
const codeOf = (call: Promise<unknown>) =>
  call.then(
    () => 'none',
    (error: unknown) => (error as CallError).info.code,
  )

test('reads no more than 16 MiB at once', async () => {
  const pieces: number[] = []
  const file = fakeFile(100 * MIB, (start, end) => {
    pieces.push(end - start)
    return new Uint8Array(end - start).fill(start / MIB).buffer
  })
  const bytes = await blobSource(file, SOURCE).read(MIB, 40 * MIB)
  expect(pieces).toEqual([16 * MIB, 16 * MIB, 8 * MIB])
  expect([bytes[0], bytes[16 * MIB], bytes[40 * MIB - 1]]).toEqual([1, 17, 33])
})

describe('what a browser throws', () => {
  test.each([
    ['NotReadableError', 'in-use'],
    ['NotFoundError', 'file-missing'],
    ['AbortError', 'file-missing'],
    ['NotAllowedError', 'no-permission'],
    ['SecurityError', 'no-permission'],
    ['UnknownError', 'unreadable'],
  ])('%s at the first read is %s', async (name, code) => {
    expect(await codeOf(blobSource(fakeFile(10, failing(name)), SOURCE).read(0, 10))).toBe(code)
    const handle = { getFile: async () => failing(name)() }
    expect(await codeOf(fileOf(handle as unknown as FileSystemFileHandle, SOURCE))).toBe(code)
  })

  test('NotReadableError is a changed file where it could be read before', async () => {
    let reads = 0
    const file = fakeFile(10, (start, end) => {
      if (reads++ > 0) failing('NotReadableError')()
      return new ArrayBuffer(end - start)
    })
    const source = blobSource(file, SOURCE)
    await source.read(0, 4)
    expect(await codeOf(source.read(4, 4))).toBe('file-changed')
  })

  test('a read that is too short is a changed file', async () => {
    const source = blobSource(
      fakeFile(10, () => new ArrayBuffer(3)),
      SOURCE,
    )
    expect(await codeOf(source.read(0, 10))).toBe('file-changed')
  })
})
