/** Search by name through all of a volume, found by found. */
import type { Run } from '../bytes/byte-source.ts'
import type { GuestFiles, NodeId, NodeKind } from '../guest/guest-files.ts'
import { pathText } from '../guest/paths.ts'
import { walkFiles } from '../guest/walk.ts'

/** A search that finds more is too wide to be of use, and ends. */
export const MAX_FOUND = 5000
const MAX_PROBLEMS = 20

export interface FoundFile {
  readonly name: string
  /** From the root, as `pathText` writes it. */
  readonly path: string
  /** Of the directory in which it is. */
  readonly parent: string
  readonly node: NodeId
  readonly kind: NodeKind | undefined
}

export interface FoundFiles {
  readonly count: number
  /** Names that were looked at. */
  readonly names: number
  /** Whether it ended because it has found too many. */
  readonly isCut: boolean
  /** What could not be read on the way, the first sentences, each with the path of its directory. */
  readonly problems: readonly string[]
  readonly problemCount: number
}

export interface FindOptions {
  /** In any letters, anywhere in the name. Nothing is found by nothing. */
  readonly text: string
  /** Is given what is found, some at a time. */
  readonly onFound: (found: readonly FoundFile[]) => void
  readonly run?: Run | undefined
  readonly most?: number
}

/** Progress in directories, as that of `walkFiles`. Throws the signal's reason, and errors of the source. */
export async function findFiles(files: GuestFiles, options: FindOptions): Promise<FoundFiles> {
  const { onFound, run, most = MAX_FOUND } = options
  const text = options.text.toLowerCase()
  const problems: string[] = []
  let [count, names, problemCount] = [0, 0, 0]
  const told = (isCut: boolean): FoundFiles => ({ count, names, isCut, problems, problemCount })
  if (text === '') return told(false)
  for await (const part of walkFiles(files, run && { run })) {
    const { directory } = part
    const parent = pathText(directory)
    for (const problem of part.problems) {
      if (problems.length < MAX_PROBLEMS) problems.push(`${parent}: ${problem}`)
      problemCount++
    }
    const found: FoundFile[] = []
    for (const { name, node, kind } of part.entries) {
      names++
      if (!name.toLowerCase().includes(text)) continue
      if (count === most) {
        if (found.length > 0) onFound(found)
        return told(true)
      }
      found.push({ name, path: pathText({ name, parent: directory }), parent, node, kind })
      count++
    }
    if (found.length > 0) onFound(found)
  }
  return told(false)
}
