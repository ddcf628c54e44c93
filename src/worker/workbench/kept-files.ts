/**
 * The folders of the workbench, and how an import is told from an image: while it runs, a second
 * folder has an empty file of its name, and its tab holds a lock. A tab that dies leaves the file.
 */
import { freeName } from './kept-names.ts'

export interface Folders {
  readonly images: FileSystemDirectoryHandle
  /** Has an empty file for each image that is not whole. */
  readonly imports: FileSystemDirectoryHandle
}

export async function openFolders(root: FileSystemDirectoryHandle): Promise<Folders> {
  const create = { create: true }
  return {
    images: await root.getDirectoryHandle('workbench', create),
    imports: await root.getDirectoryHandle('workbench-imports', create),
  }
}

/** Whether anything was ever kept; to look makes no folders. What else fails is met by whoever opens them. */
export async function anyFolders(storage: Pick<StorageManager, 'getDirectory'>): Promise<boolean> {
  try {
    await (await storage.getDirectory()).getDirectoryHandle('workbench')
    return true
  } catch (error) {
    return !(error instanceof Error && error.name === 'NotFoundError')
  }
}

export async function namesIn(folder: FileSystemDirectoryHandle): Promise<readonly string[]> {
  const names: string[] = []
  for await (const name of folder.keys()) names.push(name)
  return names
}

type Locks = Pick<LockManager, 'request'>

const importLock = (name: string): string => `workbench/${name}`

export interface Claim {
  readonly name: string
  readonly folders: Folders
  /** To be called when the import has ended, one way or the other. */
  release(): void
}

/** Takes a free name for an import. Only for whoever has the names to himself. */
export async function claimName(folders: Folders, locks: Locks, wanted: string): Promise<Claim> {
  const taken = [...(await namesIn(folders.images)), ...(await namesIn(folders.imports))]
  const name = freeName(wanted, taken)
  const release = await hold(locks, importLock(name))
  try {
    await folders.imports.getFileHandle(name, { create: true })
  } catch (error) {
    release()
    throw error
  }
  return { name, folders, release }
}

function hold(locks: Locks, name: string): Promise<() => void> {
  return new Promise((resolve, reject) => {
    locks.request(name, () => new Promise<void>((release) => resolve(release))).catch(reject)
  })
}

/**
 * The images that another tab, or this one, is importing right now; those whose import was
 * interrupted are removed. Only for whoever has the names to himself.
 */
export async function incompleteNames(
  folders: Folders,
  locks: Locks,
): Promise<ReadonlySet<string>> {
  const incomplete = new Set<string>()
  for (const name of await namesIn(folders.imports)) {
    const isGone = await locks.request(importLock(name), { ifAvailable: true }, (lock) =>
      lock === null
        ? false
        : discard(folders, name).then(
            () => true,
            () => false,
          ),
    )
    if (!isGone) incomplete.add(name)
  }
  return incomplete
}

/** Removes an image that is not whole; last of all the sign that it is not. */
export async function discard({ images, imports }: Folders, name: string): Promise<void> {
  for (const folder of [images, imports]) {
    await folder.removeEntry(name).catch((error: unknown) => {
      const isGone = error instanceof Error && error.name === 'NotFoundError'
      if (!isGone) throw error
    })
  }
}
