/** The files of a differencing chain opened for a command: read only, and closed afterwards. */
import { realpath } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import { assembleChain, type Chain } from '../../engine/disk/chain/assemble-chain.ts'
import type { ChainFile } from '../../engine/disk/chain/chain-file.ts'
import { chainFileOf } from '../../engine/disk/chain/inspected-file.ts'
import { inspect } from '../../engine/inspect/inspect.ts'
import { judgedParent, type ReadAs } from '../../engine/looks/judge-parent.ts'
import type { Io } from '../io.ts'
import { checkFolder, findPlace, parentPlaces } from './find-parent.ts'
import { NodeFile } from './node-file.ts'
import { openSource } from './open-source.ts'
import type { OpenImage } from './read-image.ts'

/** Where the parents of a differencing disk are, as the options of a command say it. */
interface ChainOptions {
  /** Paths of files, in any order. */
  readonly parent: readonly string[]
  /** Of those that are read as they are on disk. */
  readonly 'parent-before': readonly string[]
  /** Of those that are read as a salvage would leave them. */
  readonly 'parent-salvaged': readonly string[]
  /** Look where the paths of a parent locator lead, and in these folders; `undefined`: do not look. */
  readonly 'find-parents': readonly string[] | undefined
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
  const open = async (path: string, as: ReadAs = 'after'): Promise<ChainFile> => {
    const file = await NodeFile.open(path, 'r')
    opened.push(file)
    const ids = { fileWriteGuid: NIL_GUID }
    const { source } = await openSource(file, path, io)
    const inspected = await inspect(source, ids, { signal: io.signal })
    const made = await judgedParent(path, inspected, as, io)
    return { ...made, acceptsChange: options['accept-changed-parent'] }
  }
  try {
    const files: ChainFile[] = []
    // A file that is named twice is one file: it is not its own parent, nor in its own way.
    const seen = new Set([await pathOf(image.path)])
    const given = [
      ...options['parent-before'].map((path) => [path, 'before'] as const),
      ...options['parent-salvaged'].map((path) => [path, 'salvaged'] as const),
      ...options.parent.map((path) => [path, 'after'] as const),
    ]
    for (const [path, as] of given) {
      const real = await pathOf(path)
      if (seen.has(real)) continue
      seen.add(real)
      files.push(await open(path, as))
    }
    let chain = assembleChain(child, files)
    const folders = options['find-parents']
    if (folders) {
      for await (const path of candidates(() => chain, folders)) {
        // A file that has been tried does not fit better the second time.
        if (seen.has(path)) continue
        seen.add(path)
        files.push(await open(path))
        chain = assembleChain(child, files)
      }
    }
    return await use(chain)
  } finally {
    await Promise.all(opened.map((file) => file.close()))
  }
}

const pathOf = (path: string): Promise<string> => realpath(path).catch(() => resolve(path))

/**
 * Files that may be the parent that the last file of the chain names, from the likeliest on, as long as
 * one is missing; the chain grows meanwhile. What cannot be looked at ends the search where nothing else is found.
 */
async function* candidates(chain: () => Chain, folders: readonly string[]): AsyncGenerator<string> {
  for (const folder of folders) await checkFolder(folder)
  for (;;) {
    const { child, parents, missing } = chain()
    if (missing === undefined) return
    const { name } = parents.at(-1)?.file ?? child
    let fault: unknown
    for (const place of parentPlaces(dirname(name), missing.paths, folders)) {
      try {
        const path = await findPlace(place)
        if (path !== undefined) yield await pathOf(path)
      } catch (error) {
        fault ??= error
      }
      if (chain().parents.length > parents.length) break
    }
    if (chain().parents.length > parents.length) continue
    if (fault !== undefined) throw fault
    return
  }
}
