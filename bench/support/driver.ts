/** What runs in the page of a bench: calls to the app's worker, and the same work done barely. */
/// <reference path="../../src/app/file-system.d.ts" />
import type { ByteRange } from '../../src/engine/bytes/byte-source.ts'

/** All times in milliseconds. */
export interface Driver {
  /** How long the worker takes to open the chosen file. */
  open(): Promise<number>
  /** How long the worker takes to survey the blocks of the chosen file, once it is open. */
  survey(): Promise<number>
  /** How long it takes to read these ranges of it one after the other, in a worker that does nothing else. */
  read(ranges: readonly ByteRange[]): Promise<number>
  /** How long the worker takes to save the replayed copy of the opened file. */
  save(): Promise<number>
  /** How long the worker takes to write the virtual disk of the opened file, of so many bytes, as a new image. */
  exportDisk(wish: { readonly length: number; readonly format: 'raw' | 'vhdx' }): Promise<number>
  /** How long the worker takes to take a file out of the guest, which has one volume. */
  takeOut(path: string): Promise<number>
  /** How long it takes to write the chosen file, or a range of it, as it is, into a new file. */
  copy(range?: ByteRange): Promise<number>
  /** Whether files are written into a folder that the user picked, not into the private file system. */
  hasFolder(): boolean
}

/** Runs in the page: nothing from outside of it exists there. */
export function installDriver(workerUrl: string): void {
  const input = document.createElement('input')
  input.type = 'file'
  input.id = 'driven-file'
  document.body.append(input)
  const chosen = () => {
    const file = input.files?.[0]
    if (file === undefined) throw new Error('no file is chosen')
    return file
  }

  const app = new Worker(workerUrl, { type: 'module' })
  let calls = 0
  const call = (name: string, params: object) =>
    new Promise<number>((resolve, reject) => {
      const id = ++calls
      const started = performance.now()
      const onMessage = ({ data }: MessageEvent) => {
        if (data.id !== id || 'progress' in data || 'addition' in data) return
        app.removeEventListener('message', onMessage)
        if ('error' in data) reject(new Error(data.error.message))
        else resolve(performance.now() - started)
      }
      app.addEventListener('message', onMessage)
      app.postMessage({ id, call: name, params })
    })

  const bareWork = () => {
    const PIECE = 64 * 1024 * 1024
    addEventListener('message', async ({ data: { file, ranges, target } }) => {
      const started = performance.now()
      for (const { offset, length } of ranges) {
        await file.slice(offset, offset + length).arrayBuffer()
      }
      if (target) {
        const writable = await target.createWritable()
        for (let at = 0; at < file.size; at += PIECE) {
          await writable.write(file.slice(at, at + PIECE))
        }
        await writable.close()
      }
      postMessage(performance.now() - started)
    })
  }
  const code = new Blob([`(${bareWork})()`], { type: 'text/javascript' })
  const bare = new Worker(URL.createObjectURL(code))
  const bareCall = (message: object) =>
    new Promise<number>((resolve) => {
      bare.onmessage = ({ data }) => resolve(data)
      bare.postMessage({ file: chosen(), ranges: [], ...message })
    })

  const partOf = (file: File, range: ByteRange | undefined): Blob =>
    range ? file.slice(range.offset, range.offset + range.length) : file

  let folder: FileSystemDirectoryHandle | undefined
  const button = document.createElement('button')
  button.id = 'driven-folder'
  button.textContent = 'Folder'
  button.onclick = async () => {
    folder = await window.showDirectoryPicker?.({ mode: 'readwrite' })
  }
  document.body.prepend(button)

  /** Gives `work` a new file, and removes it again. */
  const withTarget = async (work: (target: FileSystemFileHandle) => Promise<number>) => {
    const parent = folder ?? (await navigator.storage.getDirectory())
    const target = await parent.getFileHandle('copy.vhdx', { create: true })
    try {
      return await work(target)
    } finally {
      await parent.removeEntry('copy.vhdx')
    }
  }

  window.driver = {
    open: () => call('file.open', { input: chosen() }),
    survey: async () => {
      await call('file.open', { input: chosen() })
      return call('file.additions', { blocks: 'all' })
    },
    read: (ranges) => bareCall({ ranges }),
    save: () => withTarget((target) => call('save.copy', { target })),
    exportDisk: (wish) =>
      withTarget((target) => call('disk.save', { state: 'before', offset: 0, ...wish, target })),
    takeOut: async (path) => {
      const parent = folder ?? (await navigator.storage.getDirectory())
      const target = await parent.getDirectoryHandle('taken', { create: true })
      try {
        return await call('files.save', { state: 'before', volume: 0, paths: [path], target })
      } finally {
        await parent.removeEntry('taken', { recursive: true })
      }
    },
    copy: (range) => withTarget((target) => bareCall({ target, file: partOf(chosen(), range) })),
    hasFolder: () => folder !== undefined,
  }
}
