/** The images that are kept in the browser's private storage (OPFS), which all tabs of the app share. */

import type { ByteFile, Run } from '../../engine/bytes/byte-source.ts'
import type { Subject } from '../errors.ts'
import type { KeptImage } from '../protocol/workbench.ts'
import { importError, keptError, noAnswer, noStorage } from './kept-errors.ts'
import {
  anyFolders,
  claimName,
  discard,
  type Folders,
  incompleteNames,
  namesIn,
  openFolders,
} from './kept-files.ts'
import { fill, withFile } from './private-file.ts'

/** What is asked of the browser; a test brings its own. */
export interface Platform {
  readonly storage: Pick<StorageManager, 'getDirectory' | 'estimate'>
  readonly locks: Pick<LockManager, 'request'>
  readonly userAgent?: string
}

/** How long a list may take, in milliseconds: names and sizes are read in a few of them. */
const ANSWER_LIMIT = 10_000

/** Held by whoever looks at which names there are, or changes that. */
const NAMES_LOCK = 'workbench'

/** All calls throw a `CallError`, or the signal's reason. */
export interface Workbench {
  /** Newest first. Removes what interrupted imports have left. */
  list(): Promise<readonly KeptImage[]>
  /** Copies `source`, which is `subject`'s: as a whole or not at all. Progress in bytes. */
  keep(source: Blob, subject: Subject, wanted: string, run: Run): Promise<KeptImage>
  remove(name: string): Promise<void>
  /** The image as it is now: not to be read any more when it has changed. */
  file(name: string): Promise<File>
  /** Holds the image to be changed in place, and throws what `change` throws. */
  change<T>(name: string, change: (file: ByteFile) => Promise<T>): Promise<T>
}

/** `platform` lacks what the browser lacks. */
export function workbench({ storage, locks }: Partial<Platform> = {}): Workbench {
  /** Runs while no tab does anything else to the names. */
  async function atNames<T>(
    use: (folders: Folders, locks: Platform['locks']) => Promise<T>,
    name = '',
  ): Promise<T> {
    if (storage === undefined || locks === undefined) throw noStorage()
    try {
      const folders = await openFolders(await storage.getDirectory())
      return await locks.request(NAMES_LOCK, () => use(folders, locks))
    } catch (error) {
      throw keptError(error, name)
    }
  }

  const find = (name: string): Promise<FileSystemFileHandle> =>
    atNames(({ images }) => images.getFileHandle(name), name)

  async function freeSpace(): Promise<number | undefined> {
    const { quota, usage } = (await storage?.estimate().catch(() => undefined)) ?? {}
    return quota === undefined || usage === undefined ? undefined : Math.max(0, quota - usage)
  }

  return {
    async list() {
      // Whoever only looks leaves nothing behind.
      if (storage && !(await withinLimit(anyFolders(storage)))) return []
      const listed = atNames(async ({ images, imports }, locks) => {
        const incomplete = await incompleteNames({ images, imports }, locks)
        const names = (await namesIn(images)).filter((name) => !incomplete.has(name))
        const kept = names.map(async (name) => describe(await images.getFileHandle(name)))
        return (await Promise.all(kept)).toSorted((a, b) => b.modified - a.modified)
      })
      return withinLimit(listed)
    },

    async keep(source, subject, wanted, run) {
      const { name, folders, release } = await atNames((folders, locks) =>
        claimName(folders, locks, wanted),
      )
      try {
        const handle = await folders.images.getFileHandle(name, { create: true })
        await withFile(handle, (file) => fill(file, source, subject, run))
        await folders.imports.removeEntry(name)
        return await describe(handle)
      } catch (error) {
        // What cannot be removed now, the next listing removes.
        await discard(folders, name).catch(() => {})
        throw importError(error, source.size, await freeSpace())
      } finally {
        release()
      }
    },

    remove: (name) => atNames(({ images }) => images.removeEntry(name), name),

    file: async (name) =>
      (await find(name)).getFile().catch((error: unknown) => {
        throw keptError(error, name)
      }),

    change: async (name, change) => withFile(await find(name), change),
  }
}

/** Of a tab that is stuck Firefox keeps the locks, and whoever waits for one waits for ever. */
async function withinLimit<T>(work: Promise<T>): Promise<T> {
  let timer: ReturnType<typeof setTimeout> | undefined
  const limit = new Promise<never>((_, reject) => {
    timer = setTimeout(() => reject(noAnswer()), ANSWER_LIMIT)
  })
  try {
    return await Promise.race([work, limit])
  } finally {
    clearTimeout(timer)
  }
}

async function describe(handle: FileSystemFileHandle): Promise<KeptImage> {
  const { name, size, lastModified } = await handle.getFile()
  return { name, size, modified: lastModified }
}
