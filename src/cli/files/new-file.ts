/** A file that appears under its name only when it is complete. */
import { randomUUID } from 'node:crypto'
import { chmod, link, lstat, open, rename, stat, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { FAILURE } from '../exit-status.ts'
import { codeOf, Failure, failing, failure, reasonOf } from '../failure.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'
import { NodeFile } from './node-file.ts'

export interface NewFileOptions {
  /** Who may use it, as far as the user's umask lets them; by default nobody else. */
  readonly mode?: number
  /** Who may use that file may use the new one, as far as the file system knows such things. */
  readonly like?: string
}

/** Of a file's mode: who may read, write and execute it. */
const PERMISSIONS = 0o777

/**
 * Lets `fill` write a file with a temporary name in the folder of `path`, and gives it its name when
 * `fill` has resolved and all is written. Where `path` exists, before or in the end, and on every failure,
 * no trace is left, or what cannot be removed is named. Rejects with a `Failure`, or with whatever `fill`
 * rejects with. Resolves with an exit status: that of a failure where the file is whole, but its temporary
 * name is still there.
 */
export async function makeNewFile(
  path: string,
  fill: (file: NodeFile, temporary: string) => Promise<void>,
  io: Pick<Io, 'err'>,
  { mode = 0o600, like }: NewFileOptions = {},
): Promise<number> {
  const fail = failing(`${path} cannot be written`)
  if (await lstat(path).catch(() => undefined)) fail(existing())
  const temporary = join(dirname(path), `.vhdx-inspector-${randomUUID()}`)
  const made = await open(temporary, 'wx', mode).catch(fail)
  // Nothing is in it yet that could be lost.
  await made.close().catch(() => undefined)
  let unlike: string | undefined
  try {
    const file = await NodeFile.open(temporary, 'r+', path)
    try {
      await fill(file, temporary)
      await file.finish()
    } finally {
      await file.close()
    }
    if (like !== undefined) unlike = await shareMode(like, temporary)
    await giveName(temporary, path).catch(fail)
  } catch (error) {
    throw withLeft(error, await remove(temporary, 'The temporary file'))
  }
  const name = printable(path)
  if (unlike !== undefined) io.err(`${name} is complete, but without ${unlike}.\n`)
  const left = await remove(temporary, `${name} is complete, but the temporary file`)
  if (left === undefined) return 0
  io.err(`${left}\n`)
  return FAILURE
}

const existing = () => Object.assign(new Error('it exists'), { code: 'EEXIST' })

/**
 * Where modes are those of the whole file system, the file is as good without. Resolves with what it is
 * without then, and why, in words that go on a sentence.
 */
async function shareMode(like: string, temporary: string): Promise<string | undefined> {
  const { mode } = await stat(like).catch(failing(`${like} cannot be read`))
  return chmod(temporary, mode & PERMISSIONS).then(
    () => undefined,
    (error) => `the permissions of ${printable(like)}: ${reasonOf(error)}`,
  )
}

/** What a file system without hard links answers. */
const WITHOUT_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])

/** Rejects with EEXIST where there is something: `link` never replaces, `rename` would. */
export async function giveName(temporary: string, path: string, makeLink = link): Promise<void> {
  try {
    await makeLink(temporary, path)
  } catch (error) {
    if (!WITHOUT_LINKS.has(codeOf(error))) throw error
    // An empty file of ours takes the name, so that what is replaced is surely nobody else's.
    const place = await open(path, 'wx')
    await place.close().catch(() => undefined)
    await rename(temporary, path).catch(async (failed: unknown) => {
      const because = failure(`${path} cannot be written`, failed)
      throw withLeft(because, await remove(path, 'The empty file'))
    })
  }
}

/** Resolves with a sentence where the file is left; `what` begins it. */
export async function remove(path: string, what: string): Promise<string | undefined> {
  try {
    await unlink(path)
    return undefined
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined
    return `${what} ${printable(path)} cannot be removed: ${reasonOf(error)}.`
  }
}

/** The error of something that failed, with what it leaves behind. */
export function withLeft(error: unknown, left: string | undefined): unknown {
  if (left === undefined) return error
  if (error instanceof Failure) return new Failure(`${error.message} ${left}`, error)
  const isInterrupt = error instanceof Error && error.name === 'AbortError'
  return isInterrupt ? new Failure(`Interrupted: nothing else was written. ${left}`) : error
}
