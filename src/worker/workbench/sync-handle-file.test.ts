import { expect, test } from 'vitest'
import { byteFileContract } from '../../testing/byte-source-contract.ts'
import { syncHandleFile } from './sync-handle-file.ts'

/** A sync access handle in memory, by the File System standard. */
function fakeSyncHandle(content: Uint8Array) {
  let bytes = content.slice()
  let flushes = 0
  const resize = (size: number): void => {
    const resized = new Uint8Array(size)
    resized.set(bytes.subarray(0, size))
    bytes = resized
  }
  return {
    getSize: () => bytes.length,
    read: (target: Uint8Array, { at }: { at: number }) => {
      const part = bytes.subarray(at, at + target.length)
      target.set(part)
      return part.length
    },
    write: (source: Uint8Array, { at }: { at: number }) => {
      if (at + source.length > bytes.length) resize(at + source.length)
      bytes.set(source, at)
      return source.length
    },
    truncate: resize,
    flush: () => void flushes++,
    flushed: () => flushes,
  }
}

byteFileContract('a sync access handle', (bytes) => syncHandleFile(fakeSyncHandle(bytes)))

test('a flush is the handle’s own', async () => {
  const handle = fakeSyncHandle(new Uint8Array())
  await syncHandleFile(handle).flush()
  expect(handle.flushed()).toBe(1)
})

test('a read or write that was cut short is an error', async () => {
  const handle = { ...fakeSyncHandle(new Uint8Array(10)), read: () => 3, write: () => 1 }
  await expect(syncHandleFile(handle).read(0, 10)).rejects.toMatchObject({
    info: { code: 'file-changed' },
  })
  await expect(syncHandleFile(handle).write(0, new Uint8Array(2))).rejects.toThrow(
    'wrote 1 of 2 bytes',
  )
})
