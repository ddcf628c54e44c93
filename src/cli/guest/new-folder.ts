/** A folder that appears under its name only when all that belongs into it is there. */
import { randomUUID } from 'node:crypto'
import { lstat, mkdir, rename, rm, rmdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { codeOf, failing, failure, reasonOf } from '../failure.ts'
import { withLeft } from '../files/new-file.ts'
import { printable } from '../printable.ts'

/** For nobody but the user. */
export const PRIVATE_FOLDER = 0o700

/**
 * Lets `fill` write into a folder with a temporary name beside `path`, and gives it its name when `fill` has resolved.
 * Where `path` exists, before or in the end, and on every failure, no trace is left, or what cannot be removed is
 * named. Rejects with a `Failure`, or with whatever `fill` rejects with.
 */
export async function makeNewFolder(
  path: string,
  fill: (temporary: string) => Promise<void>,
): Promise<void> {
  const fail = failing(`${path} cannot be written`)
  if (await lstat(path).catch(() => undefined)) fail(existing())
  const temporary = join(dirname(path), `.vhdx-inspector-${randomUUID()}`)
  await mkdir(temporary, PRIVATE_FOLDER).catch(fail)
  try {
    await fill(temporary)
    await giveFolderName(temporary, path)
  } catch (error) {
    throw withLeft(error, await removeFolder(temporary))
  }
}

const existing = () => Object.assign(new Error('it exists'), { code: 'EEXIST' })

/** A system that renames over an empty folder gets one of ours there, so that it is surely nobody else's. */
async function giveFolderName(temporary: string, path: string): Promise<void> {
  const fail = failing(`${path} cannot be written`)
  await mkdir(path, PRIVATE_FOLDER).catch(fail)
  try {
    if (process.platform === 'win32') await rmdir(path)
    await rename(temporary, path)
  } catch (error) {
    throw withLeft(failure(`${path} cannot be written`, error), await removeEmpty(path))
  }
}

/** Resolves with a sentence where it is left. What somebody has put something into is no longer ours. */
async function removeEmpty(path: string): Promise<string | undefined> {
  try {
    await rmdir(path)
    return undefined
  } catch (error) {
    if (['ENOENT', 'ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) return undefined
    return `The empty folder ${printable(path)} cannot be removed: ${reasonOf(error)}.`
  }
}

async function removeFolder(path: string): Promise<string | undefined> {
  try {
    await rm(path, { recursive: true, force: true })
    return undefined
  } catch (error) {
    return `The temporary folder ${printable(path)} cannot be removed: ${reasonOf(error)}.`
  }
}
