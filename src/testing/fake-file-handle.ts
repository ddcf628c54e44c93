/** A file handle as the File System API has it, in memory, for what browsers do to writers. */
import { MemoryFile } from '../engine/bytes/memory-file.ts'

/** What the fake does wrong, by the name of a DOMException. */
export interface Failures {
  readonly createWritable?: string
  /** Of the n-th write or truncate, from 1. */
  readonly write?: { readonly number: number; readonly name: string }
  readonly close?: string
  /** Of every read of the new file. */
  readonly readBack?: string
  /** Changes what was written when it is closed. */
  readonly spoil?: (file: MemoryFile) => Promise<void>
}

const failure = (name: string): DOMException => new DOMException(`fake ${name}`, name)

/** A Blob that can be cut, but not read. */
function unreadable<B extends Blob>(blob: B, name: string): B {
  const slice = (start: number, end: number) =>
    unreadable(new Blob([new Uint8Array(end - start)]), name)
  return Object.assign(blob, { slice, arrayBuffer: () => Promise.reject(failure(name)) })
}

/** Only what the worker uses. `log` says which calls were made on writables. */
export function fakeFileHandle(failures: Failures = {}): FileSystemFileHandle & {
  readonly content: () => Promise<Uint8Array>
  readonly log: readonly string[]
} {
  let file = new MemoryFile()
  const log: string[] = []
  const content = () => file.read(0, file.size)

  function createWritable(): FileSystemWritableFileStream {
    const swap = new MemoryFile()
    let operations = 0
    const operation = (name: string): void => {
      log.push(name)
      operations++
      if (failures.write?.number === operations) throw failure(failures.write.name)
    }
    const writable = {
      async write({ position, data }: { position: number; data: Blob }) {
        operation(`write ${position}+${data.size}`)
        await swap.write(position, new Uint8Array(await data.arrayBuffer()))
      },
      async truncate(size: number) {
        operation(`truncate ${size}`)
        await swap.resize(size)
      },
      async close() {
        log.push('close')
        if (failures.close) throw failure(failures.close)
        await failures.spoil?.(swap)
        file = swap
      },
      async abort() {
        log.push('abort')
      },
    }
    return writable as unknown as FileSystemWritableFileStream
  }

  const handle = {
    kind: 'file',
    name: 'copy.vhdx',
    log,
    content,
    getFile: async () => {
      const copy = new File([(await content()) as Uint8Array<ArrayBuffer>], 'copy.vhdx')
      const { readBack } = failures
      return readBack === undefined ? copy : unreadable(copy, readBack)
    },
    createWritable: async () => {
      if (failures.createWritable) throw failure(failures.createWritable)
      return createWritable()
    },
  }
  return handle as unknown as ReturnType<typeof fakeFileHandle>
}
