/** All paths of a volume in both states side by side: those that are not the same. */
import type { Run } from '../bytes/byte-source.ts'
import { takeTurn } from '../bytes/pace.ts'
import { endOf } from '../bytes/ranges.ts'
import type { DirectoryEntry, GuestFiles, NodeId } from '../guest/guest-files.ts'
import { type Branch, kindOf, pathText } from '../guest/paths.ts'
import type { AffectedFile } from './affected-file.ts'
import { type Comparison, compareNodes } from './compare-nodes.ts'
import { type Pair, pairUp } from './pair-up.ts'
import type { TouchedNodes } from './touched-nodes.ts'

/** Directories in each other, as for the walk of one tree. */
const DEEPEST = 16_384
/** More than these are not entered. */
const MOST_DIRECTORIES = 2 ** 23

export interface TreesCompared extends Comparison {
  /** `undefined` where one state has no files: all of the other are told. */
  readonly touched: TouchedNodes | undefined
  /** What of the directories is not read, and why: a sentence. */
  onProblem(sentence: string): void
}

/** A directory of one state, or of both at one path. */
interface Directory {
  readonly branch: Branch
  readonly depth: number
  readonly old: NodeId | undefined
  readonly now: NodeId | undefined
  /** A file of the other state has the same path, and was compared with it. */
  readonly isTold: boolean
}

/**
 * What is the same in both states is not told, and a directory that was not touched is read once. A directory comes
 * behind the files in it and before the directories. Each is entered once. Progress in directories.
 */
export async function* compareTrees(
  trees: TreesCompared,
  run?: Run,
): AsyncGenerator<readonly AffectedFile[]> {
  const { before, after, touched } = trees
  const olds = before && new Tree(before.files, trees)
  const nows = after && new Tree(after.files, trees)
  const root: Directory = {
    branch: { name: '', parent: undefined },
    depth: 0,
    old: olds?.root,
    now: nows?.root,
    isTold: false,
  }
  const waiting = [root]
  const isQuiet = (old: NodeId | undefined, now: NodeId | undefined): boolean => {
    // Both are met, though one of them would do.
    const [left, right] = [old, now].map((node) => node === undefined || touched?.meet(node))
    return old === now && touched !== undefined && !left && !right
  }
  let done = 0
  for (let directory = waiting.pop(); directory; directory = waiting.pop()) {
    const { branch, depth, old, now } = directory
    const quiet = isQuiet(old, now) && depth > 0
    const inside: Directory[] = []
    let hasOtherNames = false
    for await (const pairs of pairsOf(directory, quiet, [olds, nows], run)) {
      const files: AffectedFile[] = []
      for (const [left, right] of pairs) {
        if (!left || !right) hasOtherNames = true
        const child = { name: (right ?? left)?.name ?? '', parent: branch }
        const isOld = left !== undefined && ((await olds?.isDirectory(left)) ?? false)
        const isNow = right !== undefined && ((await nows?.isDirectory(right)) ?? false)
        const isOther = left !== undefined && right !== undefined && isOld !== isNow
        const isFile = !isOld && !isNow
        if (isOther || (isFile && !isQuiet(left?.node, right?.node))) {
          const at = { path: pathText(child), old: left?.node, now: right?.node }
          const found = await compareNodes(trees, at, run)
          if (found) files.push(found)
        }
        if (isFile) continue
        const next: Directory = {
          branch: child,
          depth: depth + 1,
          old: isOld ? left?.node : undefined,
          now: isNow ? right?.node : undefined,
          isTold: isOther,
        }
        const isNew = [olds?.enter(next.old), nows?.enter(next.now)].every((may) => may !== false)
        if (isNew && next.depth <= DEEPEST) inside.push(next)
        else trees.onProblem(notEntered(child))
      }
      if (files.length > 0) yield files
    }
    if (!quiet && !directory.isTold) {
      const names = old !== undefined && now !== undefined && hasOtherNames
      const at = { path: pathText(branch), old, now, hasOtherNames: names }
      const found = await compareNodes(trees, at, run)
      if (found) yield [found]
    }
    await takeTurn(run)
    for (const each of inside.reverse()) waiting.push(each)
    done++
    run?.onProgress?.(done, done + waiting.length)
  }
}

const notEntered = (branch: Branch): string =>
  `${pathText(branch)} is a directory that was met before, or lies too deep, and is not entered.`

/** What a directory has in both states, or in the one that has it; of one that is the same what it has in the later. */
async function* pairsOf(
  { branch, old, now }: Directory,
  isSame: boolean,
  [olds, nows]: readonly [Tree | undefined, Tree | undefined],
  run?: Run,
): AsyncGenerator<readonly Pair<DirectoryEntry>[]> {
  const before = old === undefined || isSame ? none() : (olds?.list(old, branch, run) ?? none())
  const after = now === undefined ? none() : (nows?.list(now, branch, run) ?? none())
  if (!isSame) yield* pairUp(before, after, ({ name }) => name)
  else for await (const entries of after) yield entries.map((entry) => [entry, entry] as const)
}

async function* none(): AsyncGenerator<readonly DirectoryEntry[]> {}

/** The tree of one state. Whatever its directories say, they are come to an end with. */
class Tree {
  readonly #files: GuestFiles
  readonly #onProblem: (sentence: string) => void
  readonly #met = new Set<NodeId>()
  /** Where the tables of names begin that were listed. */
  readonly #tables = new Set<number>()
  /** Entries that are all in places of their own end before the furthest of them does. */
  #taken = 0
  #furthest = 0

  constructor(files: GuestFiles, { onProblem }: Pick<TreesCompared, 'onProblem'>) {
    this.#files = files
    this.#onProblem = onProblem
    this.#met.add(files.root)
  }

  get root(): NodeId {
    return this.#files.root
  }

  async isDirectory(entry: DirectoryEntry): Promise<boolean> {
    return (await kindOf(this.#files, entry)) === 'directory'
  }

  /** Whether it was not met before, or there is nothing to enter. */
  enter(node: NodeId | undefined): boolean {
    if (node === undefined) return true
    if (this.#met.has(node) || this.#met.size >= MOST_DIRECTORIES) return false
    this.#met.add(node)
    return true
  }

  async *list(node: NodeId, branch: Branch, run?: Run): AsyncGenerator<readonly DirectoryEntry[]> {
    let isFirst = true
    for await (const { entries, problems } of this.#files.list(node, run)) {
      for (const problem of problems) this.#onProblem(`${pathText(branch)}: ${problem}`)
      const [first] = entries
      if (first && isFirst) {
        isFirst = false
        if (this.#tables.has(first.at.offset) || this.#taken > this.#furthest) {
          this.#onProblem(`${pathText(branch)} ${SHARED}`)
          return
        }
        this.#tables.add(first.at.offset)
      }
      for (const { at } of entries) {
        this.#taken += at.length
        this.#furthest = Math.max(this.#furthest, endOf(at))
      }
      yield entries
    }
  }
}

const SHARED = 'shares its table of names with another directory, and is not listed again.'
