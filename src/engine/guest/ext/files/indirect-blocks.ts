/** Where the blocks of a content are, by lists of blocks, and lists of lists (ext2, ext3). */
import { Head } from '../../volumes/head.ts'
import { type BlockRun, RunList, readNode, type Walk } from './block-runs.ts'
import type { ExtVolume } from './ext-volume.ts'

/** Of i_block: so many blocks of the content themselves, then a list, a list of lists, and one of lists of lists. */
const DIRECT = 12
const LEVELS = 3
const NUMBER = 4

interface Lists {
  readonly ext: ExtVolume
  readonly walk: Walk
  readonly runs: RunList
  /** Numbers in a block. */
  readonly perBlock: number
}

/** The runs of a walk in order, without gaps, some at a time; `root` is the i_block of an inode. */
export async function* indirectRuns(
  ext: ExtVolume,
  root: Head,
  walk: Walk,
): AsyncGenerator<readonly BlockRun[]> {
  const perBlock = ext.layout.blockSize / NUMBER
  const lists: Lists = { ext, walk, runs: new RunList(ext, walk), perBlock }
  addNumbers(lists.runs, root, DIRECT, 0)
  let first = DIRECT
  for (let level = 1; level <= LEVELS && first < walk.end; level++) {
    yield* walkList(lists, { block: root.u32(NUMBER * (DIRECT + level - 1)), level, first })
    first += perBlock ** level
  }
  // No list speaks of what is behind all of them.
  lists.runs.add({ from: 'hole', first, count: Math.max(0, walk.end - first) })
  yield lists.runs.take()
}

/** As `indirectRuns`, where no list is needed; `undefined` where one is. */
export function directRuns(
  ext: ExtVolume,
  root: Head,
  walk: Walk,
): readonly BlockRun[] | undefined {
  for (let i = DIRECT; i < DIRECT + LEVELS; i++) if (root.u32(NUMBER * i) !== 0) return undefined
  const runs = new RunList(ext, walk)
  addNumbers(runs, root, DIRECT, 0)
  runs.add({ from: 'hole', first: DIRECT, count: Math.max(0, walk.end - DIRECT) })
  return runs.take()
}

interface List {
  /** 0: all that it would list is a hole. */
  readonly block: number
  readonly level: number
  /** The first block of the content that it lists. */
  readonly first: number
}

async function* walkList(lists: Lists, list: List): AsyncGenerator<readonly BlockRun[]> {
  const { ext, walk, runs, perBlock } = lists
  const { block, level, first } = list
  const count = perBlock ** level
  if (first + count <= walk.from || first >= walk.end) return
  if (block === 0) {
    runs.add({ from: 'hole', first, count })
    return
  }
  const bytes = await readNode(ext, block)
  if (!bytes) {
    runs.add({ from: 'unreadable', first, count, reason: 'A list of its blocks lies outside.' })
    return
  }
  walk.onNode?.(block, true)
  const head = new Head(bytes)
  if (level === 1) {
    addNumbers(runs, head, perBlock, first)
    yield runs.take()
    return
  }
  const each = count / perBlock
  const begin = Math.max(0, Math.floor((walk.from - first) / each))
  for (let i = begin; i < perBlock && first + i * each < walk.end; i++) {
    yield* walkList(lists, {
      block: head.u32(NUMBER * i),
      level: level - 1,
      first: first + i * each,
    })
  }
}

/** Blocks that lie side by side, or nowhere, are one run: a list may have thousands of them. */
function addNumbers(runs: RunList, head: Head, count: number, first: number): void {
  for (let i = 0; i < count; ) {
    const place = head.u32(NUMBER * i)
    const step = place === 0 ? 0 : 1
    let end = i + 1
    while (end < count && head.u32(NUMBER * end) === place + step * (end - i)) end++
    const run = { first: first + i, count: end - i }
    runs.add(place === 0 ? { from: 'hole', ...run } : { from: 'volume', place, ...run })
    i = end
  }
}
