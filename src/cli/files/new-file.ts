/** A file that appears under its name only when it is complete. */
import { randomUUID } from 'node:crypto'
import { link, lstat, open, rename, rm, unlink } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { failure } from '../failure.ts'

/**
 * Lets `fill` write a file with a temporary name in the folder of `path`, and gives it its name when
 * `fill` has resolved. Where `path` exists, before or in the end, and on every failure, no trace is
 * left. Rejects with a `Failure`, or with whatever `fill` rejects with. `mode` says who may use it, as far
 * as the user's umask lets them; by default nobody else, until the caller knows.
 */
export async function makeNewFile(
  path: string,
  fill: (temporary: string) => Promise<void>,
  mode = 0o600,
): Promise<void> {
  const fail = (error: unknown): never => {
    throw failure(`${path} cannot be written`, error)
  }
  if (await lstat(path).catch(missing)) fail(existing())
  const temporary = join(dirname(path), `.vhdx-inspector-${randomUUID()}`)
  await open(temporary, 'wx', mode).then((handle) => handle.close(), fail)
  try {
    await fill(temporary)
    await giveName(temporary, path).catch(fail)
  } finally {
    await rm(temporary, { force: true })
  }
}

const missing = (): undefined => undefined
const existing = () => Object.assign(new Error('it exists'), { code: 'EEXIST' })

/** What a file system without hard links answers. */
const WITHOUT_LINKS = new Set(['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS', 'EMLINK'])

/** Rejects with EEXIST where there is something: `link` never replaces, `rename` would. */
export async function giveName(temporary: string, path: string, makeLink = link): Promise<void> {
  try {
    await makeLink(temporary, path)
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (!WITHOUT_LINKS.has(code)) throw error
    // An empty file of ours takes the name, so that what is replaced is surely nobody else's.
    await open(path, 'wx').then((handle) => handle.close())
    await rename(temporary, path).catch(async (failed: unknown) => {
      await unlink(path)
      throw failed
    })
  }
}
