import { expect, test } from 'vitest'
import { byteFileContract } from '../../testing/byte-source-contract.ts'
import { KIB, TIB } from '../format/layout.ts'
import { SparseFile } from './sparse-file.ts'

byteFileContract('a sparse file', (bytes) => {
  const file = new SparseFile()
  file.put(0, bytes)
  return file
})

test('keeps what was written across the borders of pages, and zeroes around it', () => {
  const file = new SparseFile()
  file.put(64 * KIB - 2, new Uint8Array([1, 2, 3, 4]))
  expect(file.size).toBe(64 * KIB + 2)
  expect([...file.take(64 * KIB - 3, 5)]).toEqual([0, 1, 2, 3, 4])
  expect(file.toBytes().length).toBe(file.size)
})

test('a write far out costs nothing in between', () => {
  const file = new SparseFile()
  file.put(64 * TIB, new Uint8Array([9]))
  expect(file.extents()).toEqual([{ offset: 64 * TIB, length: 1 }])
  expect([...file.take(32 * TIB, 2)]).toEqual([0, 0])
})

test('bytes that a smaller size has dropped stay zero when the file grows again', () => {
  const file = new SparseFile()
  file.put(0, new Uint8Array(200 * KIB).fill(7))
  file.setSize(10)
  file.setSize(200 * KIB)
  const bytes = file.toBytes()
  expect(bytes[9]).toBe(7)
  expect(bytes.subarray(10).every((byte) => byte === 0)).toBe(true)
})

test('a read outside is an error, as for every byte source', async () => {
  const file = new SparseFile()
  file.setSize(4)
  await expect(file.read(2, 3)).rejects.toThrow(RangeError)
})

test('a clone is changed without changing the original', () => {
  const file = new SparseFile()
  file.put(0, new Uint8Array([1]))
  const copy = file.clone()
  copy.put(0, new Uint8Array([2]))
  expect([file.take(0, 1)[0], copy.take(0, 1)[0]]).toEqual([1, 2])
})
