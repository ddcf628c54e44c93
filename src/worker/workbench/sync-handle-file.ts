/** An OPFS file open for writing in place: the one kind of browser file whose flush is real. */
import { type ByteFile, checkRange } from '../../engine/bytes/byte-source.ts'
import { fileChanged, KEPT } from '../errors.ts'

/** What is used of a `FileSystemSyncAccessHandle`, a type that only workers know. */
export interface SyncAccessHandle {
  getSize(): number
  read(target: Uint8Array<ArrayBuffer>, options: { at: number }): number
  write(source: Uint8Array<ArrayBuffer>, options: { at: number }): number
  truncate(size: number): void
  flush(): void
}

/** What of a `FileSystemFileHandle` only workers know. */
export interface PrivateFileHandle extends FileSystemFileHandle {
  createSyncAccessHandle(): Promise<SyncAccessHandle & { close(): void }>
}

export function syncHandleFile(handle: SyncAccessHandle): ByteFile {
  return {
    get size() {
      return handle.getSize()
    },
    async read(offset, length) {
      checkRange(handle.getSize(), offset, length)
      const bytes = new Uint8Array(length)
      if (handle.read(bytes, { at: offset }) !== length) throw fileChanged(KEPT)
      return bytes
    },
    async write(offset, bytes) {
      checkRange(Number.MAX_SAFE_INTEGER, offset, bytes.length)
      if (bytes.length === 0) return
      const written = handle.write(bytes as Uint8Array<ArrayBuffer>, { at: offset })
      if (written !== bytes.length) throw new Error(`wrote ${written} of ${bytes.length} bytes`)
    },
    async resize(size) {
      checkRange(Number.MAX_SAFE_INTEGER, size, 0)
      handle.truncate(size)
    },
    async flush() {
      handle.flush()
    },
  }
}
