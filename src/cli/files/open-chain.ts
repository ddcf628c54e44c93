/** The files of a differencing chain opened for a command: read only, and closed afterwards. */
import { realpath, stat } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { cached } from '../../engine/bytes/cached-source.ts'
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import { assembleChain, type Chain } from '../../engine/disk/chain/assemble-chain.ts'
import type { ChainFile } from '../../engine/disk/chain/chain-file.ts'
import { chainFileOf } from '../../engine/disk/chain/inspected-file.ts'
import { inspect } from '../../engine/inspect/inspect.ts'
import { codeOf, failure } from '../failure.ts'
import type { Io } from '../io.ts'
import { NodeFile } from './node-file.ts'
import { CACHE, type OpenImage } from './read-image.ts'

/** Where the parents of a differencing disk are, as the options of a command say it. */
interface ChainOptions {
  /** Paths of files, in any order. */
  readonly parent: readonly string[]
  /** Look where the relative path of a parent locator leads. */
  readonly 'find-parents': boolean
  /** Read through parents, too, that were written to after their child was made. */
  readonly 'accept-changed-parent': boolean
}

/** Puts the chain of `image` together, and closes its parents when `use` is done. Rejects with a `Failure`. */
export async function withChain<T>(
  image: OpenImage,
  options: ChainOptions,
  io: Io,
  use: (chain: Chain) => Promise<T>,
): Promise<T> {
  const opened: NodeFile[] = []
  const child = chainFileOf(image.path, image.inspected)
  const open = async (path: string): Promise<ChainFile> => {
    const file = await NodeFile.open(path, 'r')
    opened.push(file)
    const ids = { fileWriteGuid: NIL_GUID }
    const inspected = await inspect(cached(file, CACHE), ids, { signal: io.signal })
    return { ...chainFileOf(path, inspected), acceptsChange: options['accept-changed-parent'] }
  }
  try {
    const files: ChainFile[] = []
    // A file that is named twice is one file: it is not its own parent, nor in its own way.
    const seen = new Set([await pathOf(image.path)])
    for (const path of options.parent) {
      const real = await pathOf(path)
      if (seen.has(real)) continue
      seen.add(real)
      files.push(await open(path))
    }
    let chain = assembleChain(child, files)
    for (;;) {
      const path = options['find-parents'] ? await findParent(chain) : undefined
      // A file that has been tried and does not fit, or that the chain goes round by, ends the search.
      if (path === undefined || seen.has(path)) break
      seen.add(path)
      files.push(await open(path))
      chain = assembleChain(child, files)
    }
    return await use(chain)
  } finally {
    await Promise.all(opened.map((file) => file.close()))
  }
}

const pathOf = (path: string): Promise<string> => realpath(path).catch(() => resolve(path))

/** A path that a file names may be anything. */
const NOT_THERE = new Set(['ENOENT', 'ENOTDIR', 'ENAMETOOLONG', 'ERR_INVALID_ARG_VALUE'])

/** Where the relative path leads from the last file of the chain, if a file is there. */
async function findParent({ child, parents, missing }: Chain): Promise<string | undefined> {
  const relative = missing?.paths.find(({ key }) => key === 'relative_path')?.value
  if (relative === undefined) return undefined
  const { name: last } = parents.at(-1)?.file ?? child
  const path = resolve(dirname(last), relative.replaceAll('\\', '/'))
  const found = await stat(path).catch((error: unknown) => {
    if (NOT_THERE.has(codeOf(error))) return undefined
    throw failure(`${path} cannot be read`, error)
  })
  return found?.isFile() ? pathOf(path) : undefined
}
