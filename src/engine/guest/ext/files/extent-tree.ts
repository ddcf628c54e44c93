/** Where the blocks of a content are, by a tree of extents (ext4). */
import { Head } from '../../volumes/head.ts'
import { type InodeSeed, isBlockRight } from '../checksums.ts'
import { type BlockRun, MAX_BLOCKS, RunList, readNode, type Walk } from './block-runs.ts'
import type { ExtVolume } from './ext-volume.ts'

const MAGIC = 0xf30a
const HEADER = 12
const ENTRY = 12
const MAX_DEPTH = 5
/** A longer extent is one that was never written, and has so many blocks less. */
const MAX_WRITTEN = 32768

/** Entries of a node say what lies in blocks [from, to) of the content. */
interface Node {
  readonly head: Head
  readonly depth: number
  readonly from: number
  readonly to: number
}

interface Tree {
  readonly ext: ExtVolume
  readonly walk: Walk
  readonly runs: RunList
  /** `undefined` where nodes have no checksums. */
  readonly seed: InodeSeed | undefined
}

/**
 * The runs of a walk in order, without gaps, some at a time; `root` is the i_block of an inode. What a node says may
 * not reach beyond what its parent says of it, and a node begins with a block of its own part: so none is read twice, and
 * a walk finds the same from wherever it begins.
 */
export async function* extentRuns(
  ext: ExtVolume,
  root: Head,
  walk: Walk,
  seed: InodeSeed | undefined,
): AsyncGenerator<readonly BlockRun[]> {
  const runs = new RunList(ext, walk)
  const depth = root.u16(6)
  if (!isNode(root) || depth > MAX_DEPTH) {
    runs.add(lost(0, MAX_BLOCKS, 'The root of its extents is damaged.'))
  } else {
    yield* walkNode({ ext, walk, runs, seed }, { head: root, depth, from: 0, to: MAX_BLOCKS })
  }
  yield runs.take()
}

/** As `extentRuns`, of a tree that has no other node than its root; `undefined` of every other. */
export function rootRuns(ext: ExtVolume, root: Head, walk: Walk): readonly BlockRun[] | undefined {
  if (!isNode(root) || root.u16(6) !== 0) return undefined
  const runs = new RunList(ext, walk)
  addExtents(runs, { head: root, depth: 0, from: 0, to: MAX_BLOCKS })
  return runs.take()
}

const isNode = (head: Head): boolean =>
  head.u16(0) === MAGIC && head.u16(2) <= Math.floor((head.length - HEADER) / ENTRY)

const lost = (first: number, end: number, reason: string): BlockRun => ({
  from: 'unreadable',
  first,
  count: end - first,
  reason,
})

async function* walkNode(tree: Tree, node: Node): AsyncGenerator<readonly BlockRun[]> {
  if (node.depth === 0) {
    addExtents(tree.runs, node)
    yield tree.runs.take()
    return
  }
  const { walk, runs } = tree
  const children = [...childrenOf(node)]
  // In front of the first one there is nothing.
  const first = Math.min(children[0]?.from ?? node.to, node.to)
  runs.add({ from: 'hole', first: node.from, count: first - node.from })
  for (const { block, from, to } of children) {
    if (to <= walk.from || from >= walk.end) continue
    const child = await readChild(tree, { block, depth: node.depth - 1, from, to })
    if (child) yield* walkNode(tree, child)
    else runs.add(lost(from, to, `Block ${block} of its extents is damaged.`))
  }
}

interface Child {
  readonly block: number
  readonly from: number
  readonly to: number
}

/** Those whose first blocks ascend; others have no part of their own. */
function* childrenOf({ head, from, to }: Node): Generator<Child> {
  let last: Child | undefined
  for (let i = 0; i < head.u16(2); i++) {
    const at = HEADER + i * ENTRY
    const first = Math.max(head.u32(at), from)
    if (first >= to) break
    const block = head.u32(at + 4) + head.u16(at + 8) * 2 ** 32
    if (last && first <= last.from) continue
    if (last) yield { ...last, to: first }
    last = { block, from: first, to }
  }
  if (last) yield last
}

async function readChild(
  { ext, walk, seed }: Tree,
  { block, depth, from, to }: Child & { readonly depth: number },
): Promise<Node | undefined> {
  const bytes = await readNode(ext, block)
  const head = bytes && new Head(bytes)
  if (!bytes || !head || !isNode(head) || head.u16(6) !== depth) return undefined
  const begin = head.u32(HEADER)
  if (head.u16(2) === 0 || begin < from || begin >= to) return undefined
  walk.onNode?.(block, seed === undefined || isNodeRight(seed, bytes, head))
  return { head, depth, from, to }
}

/** Behind as many entries as there is room for. */
function isNodeRight(seed: InodeSeed, bytes: Uint8Array, head: Head): boolean {
  const tail = HEADER + head.u16(4) * ENTRY
  if (tail + 4 > bytes.length) return false
  return isBlockRight(seed, [bytes.subarray(0, tail)], head.u32(tail))
}

/** Where extents overlap, the first one counts. */
function addExtents(runs: RunList, { head, from, to }: Node): void {
  let next = from
  for (let i = 0; i < head.u16(2) && next < to; i++) {
    const at = HEADER + i * ENTRY
    const stored = head.u16(at + 4)
    const isWritten = stored <= MAX_WRITTEN
    const begin = head.u32(at)
    const end = Math.min(begin + (isWritten ? stored : stored - MAX_WRITTEN), to)
    const first = Math.max(begin, next)
    if (first >= end) continue
    runs.add({ from: 'hole', first: next, count: first - next })
    runs.add({
      from: isWritten ? 'volume' : 'unwritten',
      first,
      count: end - first,
      place: head.u32(at + 8) + head.u16(at + 6) * 2 ** 32 + first - begin,
    })
    next = end
  }
  runs.add({ from: 'hole', first: next, count: to - next })
}
