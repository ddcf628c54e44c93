import { describe, expect, test } from 'vitest'
import type { ByteSink } from '../bytes/byte-source.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { KIB, MIB, TIB } from '../format/layout.ts'
import { copyTo } from './copy.ts'
import { preview } from './preview.ts'
import type { Step } from './step.ts'

const zeros = (offset: number, length: number): Step => ({
  kind: 'write',
  offset,
  content: { kind: 'zeros', length },
  cause: { kind: 'descriptor', entry: 0, index: 0 },
})

/** A sink that only keeps account of what it is told. */
function recorder(): { readonly sink: ByteSink; readonly calls: string[] } {
  const calls: string[] = []
  const sink: ByteSink = {
    write: async (offset, bytes) => void calls.push(`write ${offset} ${bytes.length}`),
    resize: async (size) => void calls.push(`resize ${size}`),
    flush: async () => void calls.push('flush'),
  }
  return { sink, calls }
}

const filled = (size: number): MemoryFile => new MemoryFile(new Uint8Array(size).fill(1))

describe('a copy', () => {
  test('gets its size first and is flushed last', async () => {
    const { sink, calls } = recorder()
    await copyTo(sink, preview(filled(MIB), []))
    expect(calls).toEqual([`resize ${MIB}`, `write 0 ${MIB}`, 'flush'])
  })

  test('leaves out zeros that the steps write, however many, and what they leave unwritten', async () => {
    const { sink, calls } = recorder()
    const steps = [zeros(0, MIB), zeros(TIB, TIB)]
    await copyTo(sink, preview(filled(2 * MIB), steps))
    expect(calls).toEqual([`resize ${2 * TIB}`, `write ${MIB} ${MIB}`, 'flush'])
  })

  test('leaves out blocks of 64 KiB that read as zero in the source', async () => {
    const { sink, calls } = recorder()
    const content = new Uint8Array(9 * MIB)
    content[64 * KIB] = 1
    content[128 * KIB] = 1
    content[9 * MIB - 1] = 1
    await copyTo(sink, preview(new MemoryFile(content), []))
    expect(calls).toEqual([
      `resize ${9 * MIB}`,
      `write ${64 * KIB} ${128 * KIB}`,
      `write ${9 * MIB - 64 * KIB} ${64 * KIB}`,
      'flush',
    ])
  })

  test('reports its progress up to the whole size', async () => {
    const progress: number[] = []
    const onProgress = (done: number, total: number) => {
      expect(total).toBe(20 * MIB)
      progress.push(done / MIB)
    }
    await copyTo(recorder().sink, preview(filled(10 * MIB), [zeros(12 * MIB, 8 * MIB)]), {
      onProgress,
    })
    expect(progress).toEqual([4, 8, 10, 20])
  })

  test('stops between two pieces when it is aborted', async () => {
    const { sink, calls } = recorder()
    const abort = new AbortController()
    const run = { signal: abort.signal, onProgress: () => abort.abort() }
    await expect(copyTo(sink, preview(filled(10 * MIB), []), run)).rejects.toThrow('aborted')
    expect(calls).toEqual([`resize ${10 * MIB}`, `write 0 ${4 * MIB}`])
  })
})
