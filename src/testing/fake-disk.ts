/** The browser's private storage in memory, for several tabs, with what browsers and power failures do to it. */
import type { PrivateFileHandle } from '../worker/workbench/sync-handle-file.ts'

type Operation = 'create' | 'remove' | 'truncate' | 'write' | 'flush'

interface FakeFile {
  bytes: Uint8Array<ArrayBuffer>
  /** What is there after a power failure. */
  durable: Uint8Array<ArrayBuffer>
  modified: number
  /** Whose sync access handle is open. */
  holder: object | undefined
}

type Folder = Map<string, FakeFile>

export interface FakeTab {
  readonly storage: Pick<StorageManager, 'getDirectory' | 'estimate'>
  readonly locks: Pick<LockManager, 'request'>
  /** Called before each operation; what it throws is what the operation throws. */
  before: (operation: Operation) => void
  /** Ends the tab: gives its locks and handles back, and nothing that it still does has any effect. */
  kill(): void
}

const failure = (name: string): DOMException => new DOMException(`fake ${name}`, name)

export class FakeDisk {
  readonly folders = new Map<string, Folder>()
  /** By name, the tab that holds it and what waits for it. */
  readonly #locks = new Map<string, { holder: object; readonly waiting: (() => void)[] }>()
  #clock = 1_700_000_000_000

  /** Of a file; fails where there is none. */
  read(folder: string, name: string): Uint8Array<ArrayBuffer> {
    return this.#file(folder, name).bytes.slice()
  }

  names(folder: string): readonly string[] {
    return [...(this.folders.get(folder)?.keys() ?? [])]
  }

  /** What was not flushed is gone. */
  losePower(): void {
    for (const folder of this.folders.values()) {
      for (const file of folder.values()) file.bytes = file.durable.slice()
    }
  }

  #file(folder: string, name: string): FakeFile {
    const file = this.folders.get(folder)?.get(name)
    if (!file) throw failure('NotFoundError')
    return file
  }

  openTab(): FakeTab {
    const me = {}
    let isDead = false
    const check = (): void => {
      if (isDead) throw new Error('the tab is dead')
    }
    const operate = (operation: Operation): void => {
      check()
      tab.before(operation)
      check()
    }

    const access = (
      file: FakeFile,
    ): Awaited<ReturnType<PrivateFileHandle['createSyncAccessHandle']>> => {
      const resize = (size: number): void => {
        const resized = new Uint8Array(size)
        resized.set(file.bytes.subarray(0, size))
        file.bytes = resized
        file.modified = this.#clock++
      }
      return {
        getSize: () => file.bytes.length,
        read: (target: Uint8Array, { at }: { at: number }) => {
          check()
          const part = file.bytes.subarray(at, at + target.length)
          target.set(part)
          return part.length
        },
        write: (source: Uint8Array, { at }: { at: number }) => {
          operate('write')
          if (at + source.length > file.bytes.length) resize(at + source.length)
          file.bytes.set(source, at)
          file.modified = this.#clock++
          return source.length
        },
        truncate: (size: number) => {
          operate('truncate')
          resize(size)
        },
        flush: () => {
          operate('flush')
          file.durable = file.bytes.slice()
        },
        close: () => {
          if (file.holder === me) file.holder = undefined
        },
      }
    }

    const fileHandle = (folder: string, name: string): FileSystemFileHandle =>
      ({
        kind: 'file',
        name,
        getFile: async () => {
          check()
          return snapshot(name, this.#file(folder, name))
        },
        createSyncAccessHandle: async () => {
          check()
          const file = this.#file(folder, name)
          if (file.holder) throw failure('NoModificationAllowedError')
          file.holder = me
          return access(file)
        },
      }) as unknown as FileSystemFileHandle

    const directory = (path: string): FileSystemDirectoryHandle => {
      const folder = this.folders.get(path) ?? new Map<string, FakeFile>()
      this.folders.set(path, folder)
      return {
        kind: 'directory',
        getDirectoryHandle: async (name: string) => directory(name),
        getFileHandle: async (name: string, { create = false } = {}) => {
          check()
          if (!folder.has(name)) {
            if (!create) throw failure('NotFoundError')
            operate('create')
            const bytes = new Uint8Array()
            folder.set(name, {
              bytes,
              durable: bytes,
              modified: this.#clock++,
              holder: undefined,
            })
          }
          return fileHandle(path, name)
        },
        removeEntry: async (name: string) => {
          operate('remove')
          const file = folder.get(name)
          if (!file) throw failure('NotFoundError')
          if (file.holder) throw failure('NoModificationAllowedError')
          folder.delete(name)
          // What a snapshot of it notices.
          file.modified = -1
        },
        async *keys() {
          yield* [...folder.keys()]
        },
      } as unknown as FileSystemDirectoryHandle
    }

    const release = (name: string): void => {
      const next = this.#locks.get(name)?.waiting.shift()
      if (next) next()
      else this.#locks.delete(name)
    }
    const request = async (
      name: string,
      ...rest: [LockOptions, (lock: Lock | null) => unknown] | [(lock: Lock | null) => unknown]
    ): Promise<unknown> => {
      check()
      const use = rest.at(-1) as (lock: Lock | null) => unknown
      const [options] = rest.length === 2 ? rest : [{} as LockOptions]
      const lock = this.#locks.get(name)
      if (lock && options.ifAvailable) return use(null)
      if (lock) await new Promise<void>((resolve) => lock.waiting.push(resolve))
      const taken = this.#locks.get(name)
      if (taken) taken.holder = me
      else this.#locks.set(name, { holder: me, waiting: [] })
      try {
        return await use({ name, mode: 'exclusive' })
      } finally {
        if (!isDead) release(name)
      }
    }

    const tab: FakeTab = {
      storage: {
        getDirectory: async () => directory(''),
        estimate: async () => ({ quota: 3 * 1024 * 1024, usage: 1024 * 1024 }),
      },
      locks: { request } as unknown as FakeTab['locks'],
      before: () => {},
      kill: () => {
        isDead = true
        for (const folder of this.folders.values()) {
          for (const file of folder.values()) if (file.holder === me) file.holder = undefined
        }
        for (const [name, { holder }] of this.#locks) if (holder === me) release(name)
      },
    }
    return tab
  }
}

/** A file as it was; as in Chromium it cannot be read any more when it has been written to. */
function snapshot(name: string, file: FakeFile): File {
  const { modified } = file
  const guarded = <B extends Blob>(blob: B): B =>
    Object.assign(blob, {
      arrayBuffer: async () => {
        if (file.modified !== modified) {
          throw failure(file.modified < 0 ? 'NotFoundError' : 'NotReadableError')
        }
        return Blob.prototype.arrayBuffer.call(blob)
      },
      slice: (...range: Parameters<Blob['slice']>) =>
        guarded(Blob.prototype.slice.apply(blob, range)),
    })
  return guarded(new File([file.bytes.slice()], name, { lastModified: modified }))
}
