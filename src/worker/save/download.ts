/** A new file as a Blob that the browser can download without holding it in memory. */
import type { Run } from '../../engine/bytes/byte-source.ts'
import { formatBytes } from '../../engine/bytes/format.ts'
import { CallError } from '../client.ts'
import { isFull } from '../errors.ts'
import type { OpenFile } from '../file/open-file.ts'
import type { Session } from '../session.ts'
import { type PrivateFileHandle, syncHandleFile } from '../workbench/sync-handle-file.ts'
import type { Platform } from '../workbench/workbench.ts'
import { blobOfParts, type CopyPart } from './copy-parts.ts'
import { fewParts, type MakePut, type Put } from './few-parts.ts'

/** Of private storage: what downloads are put together in. Nothing in it is worth keeping. */
const FOLDER = 'downloads'

/** As the session has it. */
interface DownloadFrom extends Pick<Session, 'platform'> {
  readonly current: { readonly file: Pick<OpenFile, 'file' | 'requireUnchanged'> }
}

/** Nothing but its name tells a Firefox: what it does with a Blob no page can see. */
const isFirefox = ({ userAgent }: Partial<Platform>): boolean => /\bFirefox\//.test(userAgent ?? '')

/**
 * Of few parts where the browser needs that; otherwise as they are. Throws a `CallError` where the copy is too
 * large for a download, or what has to be put together for it is too large for private storage.
 */
export async function downloadOf(
  { current, platform }: DownloadFrom,
  parts: readonly CopyPart[],
  run: Run,
): Promise<Blob> {
  if (!isFirefox(platform)) return blobOfParts(parts)
  const make: MakePut = (size) => putInto(platform, size)
  const few = await fewParts(parts, current.file.file, make, run)
  // It took a while, and Firefox does not notice when a file is changed.
  await current.file.requireUnchanged(run)
  return new Blob([...few])
}

async function putInto({ storage, locks }: Partial<Platform>, size: number): Promise<Put> {
  if (!storage || !locks) throw tooLarge(size, 'which it does not give to this page')
  try {
    const root = await storage.getDirectory()
    const folder = await root.getDirectoryHandle(FOLDER, { create: true })
    await removeLeft(folder, locks)
    const name = crypto.randomUUID()
    await holdUntilTheWorkerEnds(locks, name)
    const handle = await folder.getFileHandle(name, { create: true })
    const access = await (handle as PrivateFileHandle).createSyncAccessHandle()
    const file = syncHandleFile(access)
    const failing = async (use: () => Promise<void>): Promise<void> => {
      try {
        await use()
      } catch (error) {
        access.close()
        await folder.removeEntry(name).catch(() => {})
        throw putError(error, size)
      }
    }
    // Asks for all the room at once.
    await failing(() => file.resize(size))
    return {
      write: (offset, bytes) => failing(() => file.write(offset, bytes)),
      finish: async () => {
        await failing(() => file.flush())
        access.close()
        return handle.getFile()
      },
    }
  } catch (error) {
    throw putError(error, size)
  }
}

const lockOf = (name: string): string => `${FOLDER}/${name}`

/** Files of workers that have ended. */
async function removeLeft(
  folder: FileSystemDirectoryHandle,
  locks: Platform['locks'],
): Promise<void> {
  const names: string[] = []
  for await (const name of folder.keys()) names.push(name)
  for (const name of names) {
    await locks.request(lockOf(name), { ifAvailable: true }, (lock) =>
      lock === null ? undefined : folder.removeEntry(name).catch(() => {}),
    )
  }
}

const holdUntilTheWorkerEnds = (locks: Platform['locks'], name: string): Promise<void> =>
  new Promise((resolve, reject) => {
    locks
      .request(lockOf(name), () => {
        resolve()
        return new Promise<never>(() => {})
      })
      .catch(reject)
  })

function putError(error: unknown, size: number): unknown {
  if (error instanceof CallError) return error
  if (isFull(error)) return tooLarge(size, 'which has no room for that', error)
  return tooLarge(size, 'which fails', error)
}

const tooLarge = (size: number, why: string, cause?: unknown): CallError =>
  new CallError(
    'no-space',
    `For a download this browser has to put ${formatBytes(size)} of the copy together in its private storage, ${why}. Export a patch instead, or make the copy with the command line.`,
    { cause },
  )
