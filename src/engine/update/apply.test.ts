import { describe, expect, test } from 'vitest'
import type { ByteFile } from '../bytes/byte-source.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { MIB, TIB } from '../format/layout.ts'
import { applyTo } from './apply.ts'
import type { Content, Step } from './step.ts'

const write = (offset: number, content: Content): Step => ({
  kind: 'write',
  offset,
  content,
  cause: { kind: 'descriptor', entry: 0, index: 0 },
})
const bytes = (...values: number[]): Content => ({ kind: 'bytes', bytes: Uint8Array.from(values) })
const extend = (size: number): Step => ({
  kind: 'extend',
  size,
  cause: { kind: 'last-file-offset', entry: 0 },
})
const flush: Step = { kind: 'flush' }

/** A file that only keeps account of what is done to it, and of its size. */
function recorder(size: number): { readonly file: ByteFile; readonly calls: string[] } {
  const calls: string[] = []
  let now = size
  const file: ByteFile = {
    get size() {
      return now
    },
    read: async (_, length) => new Uint8Array(length).fill(7),
    write: async (offset, written) => {
      calls.push(`write ${offset} ${written.length}`)
      now = Math.max(now, offset + written.length)
    },
    resize: async (to) => {
      calls.push(`resize ${to}`)
      now = to
    },
    flush: async () => void calls.push('flush'),
  }
  return { file, calls }
}

describe('steps applied in place', () => {
  test('are done in order, with a flush where there is a barrier', async () => {
    const { file, calls } = recorder(100)
    await applyTo(file, [write(5, bytes(1, 2)), flush, write(0, bytes(3)), extend(200), flush])
    expect(calls).toEqual(['write 5 2', 'flush', 'write 0 1', 'resize 200', 'flush'])
  })

  test('write no byte twice between two barriers: the last writer has it', async () => {
    const { file, calls } = recorder(100)
    await applyTo(file, [write(4, bytes(1, 1)), write(5, bytes(2, 2)), flush, write(5, bytes(3))])
    expect(calls).toEqual(['write 4 3', 'flush', 'write 5 1'])
  })

  test('make a terabyte of zeros at once, also under an end that another write has moved', async () => {
    const { file, calls } = recorder(MIB)
    await applyTo(file, [
      write(TIB, bytes(1)),
      write(MIB, { kind: 'zeros', length: TIB - MIB }),
      flush,
    ])
    expect(calls).toEqual([`write ${TIB} 1`, 'flush'])
  })

  test('never shrink the file', async () => {
    const { file, calls } = recorder(100)
    await applyTo(file, [extend(99), extend(100)])
    expect(calls).toEqual([])
  })

  test('write zeros inside the file in pieces and make those behind it by extending it', async () => {
    const { file, calls } = recorder(4 * MIB)
    await applyTo(file, [write(MIB + 512, { kind: 'zeros', length: TIB })])
    expect(calls).toEqual([
      `write ${MIB + 512} ${MIB}`,
      `write ${2 * MIB + 512} ${MIB}`,
      `write ${3 * MIB + 512} ${MIB - 512}`,
      `resize ${TIB + MIB + 512}`,
    ])
  })

  test('write no zeros where there are some already, as in a hole of a sparse file', async () => {
    const { file, calls } = recorder(4 * MIB)
    const empty = {
      ...file,
      size: 4 * MIB,
      read: async (_: number, length: number) => new Uint8Array(length),
    }
    await applyTo(empty, [write(0, { kind: 'zeros', length: 4 * MIB }), flush])
    expect(calls).toEqual(['flush'])
  })

  test('do not extend the file for a run of no zeros', async () => {
    const { file, calls } = recorder(10)
    await applyTo(file, [write(50, { kind: 'zeros', length: 0 })])
    expect(calls).toEqual([])
  })

  test('restore a log sector from where it is in the file', async () => {
    const file = new MemoryFile(new Uint8Array(8192).fill(7, 0, 4096))
    const edges = { leadingBytes: 1n, trailingBytes: 2 }
    await applyTo(file, [write(4096, { kind: 'sector', at: 0, ...edges })])
    const result = await file.read(4096, 4096)
    expect([result[0], result[1], result[8], result[4091], result[4092]]).toEqual([1, 0, 7, 7, 2])
  })

  test('report the bytes that they write', async () => {
    const progress: number[][] = []
    const onProgress = (done: number, total: number) => progress.push([done, total])
    await applyTo(new MemoryFile(), [write(0, bytes(1, 2)), flush, write(9, bytes(3))], {
      onProgress,
    })
    expect(progress).toEqual([
      [2, 3],
      [3, 3],
    ])
  })

  test('stop where they are aborted, within a long run of zeros too', async () => {
    const { file, calls } = recorder(9 * MIB)
    const abort = new AbortController()
    const signal = {
      get aborted() {
        return abort.signal.aborted
      },
      throwIfAborted() {
        if (calls.length === 3) abort.abort()
        abort.signal.throwIfAborted()
      },
    }
    const steps = [write(0, { kind: 'zeros', length: 9 * MIB }), flush]
    await expect(applyTo(file, steps, { signal })).rejects.toThrow('aborted')
    expect(calls).toHaveLength(3)
  })
})
