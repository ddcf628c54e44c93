/** What is taken out of a guest, by its paths, and what of it is not, in words. */
import type { Run } from '../../engine/bytes/byte-source.ts'
import { problemWords, specialWords } from '../../engine/extract/extract-words.ts'
import type { ExtractItem, Selected, Selection } from '../../engine/extract/plan-extract.ts'
import type { VolumeFiles } from '../../engine/files/volume-files.ts'
import { findPath, splitPath } from '../../engine/guest/paths.ts'
import type { WalkedDirectory } from '../../engine/guest/walk.ts'
import { CallError } from '../client.ts'
import { MAX_TOLD, type Told } from '../protocol/files.ts'

export interface TakenSelection {
  readonly selection: Selection
  /** Bytes of contents; 0 where there are directories, of which nobody has counted it. */
  readonly total: number
}

/** Throws a `CallError` where there is nothing at one of the paths. */
export async function selectionOf(
  { files, volume }: VolumeFiles,
  paths: readonly string[],
  run: Run,
): Promise<TakenSelection> {
  const entries: Selected[] = []
  let total = 0
  let isCounted = true
  for (const path of paths) {
    const found = await findPath(files, path, run)
    if (!found.ok) throw new CallError('unreadable', found.reason, { about: 'source' })
    const { node, kind } = found
    const names = splitPath(found.path)
    const stat = kind === 'file' ? await files.stat(node) : undefined
    if (stat?.ok) total += Number(stat.size)
    isCounted &&= kind !== 'directory'
    // The root has no name of its own: that of the volume is the nearest.
    const name = names.at(-1) ?? volume.fileSystem?.label ?? 'volume'
    entries.push({ name, node, parent: names.length > 0 ? above(names, files.root) : undefined })
  }
  return { selection: { entries }, total: isCounted ? total : 0 }
}

/** The directories above a name, for its path: who they are else nobody asks. */
function above(names: readonly string[], root: number): WalkedDirectory {
  let at: WalkedDirectory = { name: '', parent: undefined, node: root, depth: 0 }
  for (const name of names.slice(0, -1)) at = { name, parent: at, node: root, depth: at.depth + 1 }
  return at
}

/** What of an item is not taken out, in a sentence; links only where they can be. */
export function notTaken(item: ExtractItem): string | undefined {
  if (item.kind === 'problem') return problemWords(item)
  return item.kind === 'special' ? specialWords(item) : undefined
}

/** The first of what there is to say, and how much there is. */
export class ToldOf<T> {
  readonly #first: T[] = []
  #count = 0

  add(one: T): void {
    if (this.#count++ < MAX_TOLD) this.#first.push(one)
  }

  told(): Told<T> {
    return { first: this.#first, count: this.#count }
  }
}
