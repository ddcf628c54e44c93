/** Files and directories of the guest, written into a folder of the user: all that was chosen, or nothing. */
import { HASH_NAMES, type Hash, type HashAlgorithm } from '../../engine/bytes/hash/hash-names.ts'
import { contentParts } from '../../engine/extract/content-parts.ts'
import { linkWords } from '../../engine/extract/extract-words.ts'
import {
  type ExtractItem,
  type FileItem,
  planExtract,
  type Selection,
} from '../../engine/extract/plan-extract.ts'
import type { VolumeFiles } from '../../engine/files/volume-files.ts'
import { pathText } from '../../engine/guest/paths.ts'
import { CallError } from '../client.ts'
import { COPY, nameOf, notAsPlanned, writeError } from '../errors.ts'
import { blobSource } from '../file/files.ts'
import { startHash } from '../file/hashing.ts'
import { headOf, requireUnchanged } from '../file/watch.ts'
import { pause } from '../pause.ts'
import type { SavedFiles, SavedName } from '../protocol/files.ts'
import type { CallRun } from '../rpc.ts'
import { throttled } from '../throttle.ts'
import { type CutDisk, partPieces } from './disk-slices.ts'
import { HashRecord } from './hash-record.ts'
import { joinPieces } from './join-pieces.ts'
import { removeMade } from './remove-made.ts'
import { writeParts } from './save-copy.ts'
import { notTaken, ToldOf } from './taken-out.ts'

/** Goes on a sentence. */
const NO_LINKS = 'browsers can make none'

export interface FolderWish {
  readonly selection: Selection
  /** In bytes; 0 where it is not known. */
  readonly total: number
  readonly target: FileSystemDirectoryHandle
  /** Of each file: then each is read back and must have the same. */
  readonly hash?: HashAlgorithm | undefined
}

/** Throws a `CallError`, or the signal's reason; what was made is then removed, as far as the browser lets us. */
export async function saveFiles(
  disk: CutDisk,
  volume: VolumeFiles,
  wish: FolderWish,
  callRun: CallRun,
): Promise<SavedFiles> {
  const folder = new FilesIntoFolder(disk, volume, wish, callRun)
  try {
    return await folder.save()
  } catch (error) {
    const left = await removeMade(wish.target, folder.made)
    if (left.length === 0) throw error
    const names = left.map((name) => `“${name}”`).join(', ')
    throw new CallError(
      'internal',
      `${callRun.signal.aborted ? 'Cancelled.' : writeError(error).message} What was made already could not be removed: delete ${names}.`,
      { about: 'target', cause: error },
    )
  }
}

class FilesIntoFolder {
  /** Names in the target itself. */
  readonly made: string[] = []
  readonly #disk: CutDisk
  readonly #volume: VolumeFiles
  readonly #wish: FolderWish
  readonly #run: CallRun
  readonly #report: CallRun['progress']
  /** By their path in the target, as long as something may come into them. */
  readonly #folders = new Map<string, FileSystemDirectoryHandle>()
  readonly #record: HashRecord | undefined
  readonly #renamed = new ToldOf<SavedName>()
  readonly #said = new ToldOf<string>()
  #files = 0
  #directories = 0
  #bytes = 0
  #unreadable = 0
  #lastHash: Hash | undefined

  constructor(disk: CutDisk, volume: VolumeFiles, wish: FolderWish, run: CallRun) {
    this.#disk = {
      ...disk,
      onUnreadable: (length) => {
        this.#unreadable += length
      },
      // What is hashed is read here, and not only by the browser.
      onOwn: wish.hash && ((range) => disk.open.readHere(range)),
    }
    this.#volume = volume
    this.#wish = wish
    this.#run = run
    this.#report = throttled(run.progress)
    this.#record = wish.hash && new HashRecord()
    this.#folders.set('', wish.target)
  }

  async save(): Promise<SavedFiles> {
    const { signal } = this.#run
    const { open } = this.#disk
    const { selection, hash } = this.#wish
    this.#report({ phase: 'check', done: 0, total: 0 })
    const watch = await open.watch()
    await requireUnchanged(watch, { signal })
    const names = { target: 'picker' } as const
    const run = { signal, pause }
    for await (const item of planExtract(this.#volume.files, selection, { names, run })) {
      signal.throwIfAborted()
      await this.#take(item)
    }
    // By itself the browser notices every other change: it gives no slice of a file that has one.
    await requireUnchanged(headOf(watch), { signal })
    for (const problem of this.#volume.problems()) this.#said.add(problem)
    return {
      names: this.made,
      files: this.#files,
      directories: this.#directories,
      bytes: this.#bytes,
      unreadableBytes: this.#unreadable,
      renamed: this.#renamed.told(),
      said: this.#said.told(),
      ...(this.#record && hash && { record: await this.#record.finish(hash, { signal, pause }) }),
      ...(this.#files === 1 && this.#lastHash && { hash: this.#lastHash }),
    }
  }

  async #take(item: ExtractItem): Promise<void> {
    const why = item.kind === 'link' ? linkWords(item, NO_LINKS) : notTaken(item)
    if (why !== undefined) return this.#said.add(why)
    if (item.kind === 'end') {
      this.#folders.delete(item.of.path)
      return
    }
    if (item.kind === 'directory') {
      this.#folders.set(item.path, await this.#makeFolder(item.path))
      this.#directories++
    } else if (item.kind === 'file') await this.#makeFile(item)
    else return
    if (item.isRenamed) this.#renamed.add({ path: pathText(item.from), saved: item.path })
  }

  async #makeFolder(path: string): Promise<FileSystemDirectoryHandle> {
    const { parent, name } = await this.#placeFor(path)
    return parent.getDirectoryHandle(name, { create: true }).catch((error: unknown) => {
      throw writeError(error)
    })
  }

  /** Throws a `CallError` where the target has something by that name already. */
  async #placeFor(path: string) {
    const slash = path.lastIndexOf('/')
    const parent = this.#folders.get(path.slice(0, Math.max(0, slash)))
    const name = path.slice(slash + 1)
    if (!parent) throw new CallError('internal', `The folder of “${path}” was not made.`)
    if (slash < 0) {
      if (await exists(parent, name)) {
        throw new CallError(
          'no-permission',
          `“${name}” already exists in this folder. Choose another folder.`,
          { about: 'target' },
        )
      }
      this.made.push(name)
    }
    return { parent, name }
  }

  async #makeFile(item: FileItem): Promise<void> {
    const { node, size, path } = item
    const { signal } = this.#run
    const { hash: algorithm, total } = this.#wish
    const { parent, name } = await this.#placeFor(path)
    const target = await parent.getFileHandle(name, { create: true }).catch((error: unknown) => {
      throw writeError(error)
    })
    const { layers } = this.#disk
    const parts = contentParts({ ...this.#volume, layers }, { node, size }, { signal })
    const hash = algorithm && (await startHash([algorithm], size, { signal }))
    await writeParts(target, joinPieces(partPieces(this.#disk, parts, { signal })), {
      size,
      signal,
      hash,
      onProgress: (done) => this.#report({ phase: 'write', done: this.#bytes + done, total }),
      beforeClose: async () => {},
      onFinish: () => {},
    })
    const copy = await target.getFile().catch((error: unknown) => {
      throw writeError(error)
    })
    if (copy.size !== size) {
      throw notAsPlanned(`“${path}” has ${copy.size} bytes instead of ${size}`)
    }
    this.#bytes += size
    this.#files++
    if (hash) {
      this.#lastHash = hash.finishOne()
      await this.#compare(copy, path, this.#lastHash)
      this.#record?.add(this.#lastHash.hex, path)
    }
  }

  async #compare(copy: Blob, path: string, { algorithm, hex }: Hash): Promise<void> {
    const read = await startHash([algorithm], copy.size, { signal: this.#run.signal })
    await read.addSource(blobSource(copy, COPY))
    const found = read.finishOne().hex
    if (found === hex) return
    throw notAsPlanned(
      `“${path}” is not what was written: read back, its ${HASH_NAMES[algorithm]} is ${found} instead of ${hex}`,
    )
  }
}

/** Whether the folder has anything by this name. */
async function exists(folder: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  try {
    await folder.getFileHandle(name)
    return true
  } catch (error) {
    if (nameOf(error) === 'NotFoundError') return false
    if (nameOf(error) === 'TypeMismatchError') return true
    throw writeError(error)
  }
}
