/** What each node has of the volume, in one pass over the tables of inodes. */
import type { ByteRange, Run } from '../../../bytes/byte-source.ts'
import { takeTurn } from '../../../bytes/pace.ts'
import { MIB } from '../../../format/layout.ts'
import type { Footprint } from '../../guest-files.ts'
import { Head } from '../../volumes/head.ts'
import { inodeSeed, isInodeRight } from '../checksums.ts'
import { type BlockRun, MAX_BLOCKS } from './block-runs.ts'
import { blockRuns, contentSize, runsInInode } from './content.ts'
import type { ExtVolume } from './ext-volume.ts'
import { type GroupTable, isDescribed, type KnownGroup } from './group-table.ts'
import {
  attributeBlock,
  generationOf,
  has,
  INLINE_DATA,
  type Inode,
  isFastLink,
  readInode,
} from './inode.ts'
import { inodePlace } from './inode-table.ts'

/** Of a table of inodes so much is read at once, in bytes. */
const WINDOW = MIB
/** A node with more places is told of several times. */
const MOST_PLACES = 65_536
/** Of an inode: where its mode is, and how many names it has. */
const MODE = 0
const LINKS = 26

/** What a pass may still look at: no block is in two tables of inodes, or in the maps of two contents. */
interface Budget {
  /** Blocks that say where a content is. */
  nodes: number
  /** Bytes of tables. */
  tables: number
}

export async function* footprintsOf(
  ext: ExtVolume,
  groups: GroupTable,
  run?: Run,
): AsyncGenerator<readonly Footprint[]> {
  const { layout } = ext
  const budget: Budget = { nodes: ext.endBlock, tables: ext.volume.size }
  for (let index = 0; index < layout.groups; index++) {
    const isOver = index * layout.inodesPerGroup >= layout.inodes || budget.tables < 0
    if (isOver || !isDescribed(ext, index)) break
    run?.onProgress?.(index, layout.groups)
    await takeTurn(run)
    const group = await groups.get(index)
    if (!group.ok) continue
    for await (const inodes of inodesOf(ext, group, budget)) {
      await takeTurn(run)
      yield* footprintsIn(ext, inodes, budget)
    }
  }
  run?.onProgress?.(layout.groups, layout.groups)
}

/** Those of a group that are in use, in windows of its table. */
async function* inodesOf(
  ext: ExtVolume,
  group: KnownGroup,
  budget: Budget,
): AsyncGenerator<readonly Inode[]> {
  const { layout, volume } = ext
  const { inodeSize, inodesPerGroup, inodes } = layout
  const before = group.group * inodesPerGroup
  const table = inodePlace(ext, group, 0).offset
  const all = Math.min(inodesPerGroup, inodes - before)
  const used = group.isCopy ? all : Math.min(group.usedInodes, all)
  const end = Math.min(used, Math.floor((volume.size - table) / inodeSize))
  const most = WINDOW / inodeSize
  for (let first = 0; first < end; first += most) {
    const count = Math.min(most, end - first)
    budget.tables -= count * inodeSize
    const bytes = await volume.read(table + first * inodeSize, count * inodeSize)
    const found: Inode[] = []
    for (let i = 0; i < count; i++) {
      const from = i * inodeSize
      if (isEmpty(bytes, from + MODE) || isEmpty(bytes, from + LINKS)) continue
      const head = new Head(bytes.subarray(from, from + inodeSize))
      const at = { offset: table + first * inodeSize + from, length: inodeSize }
      const inode = readInode(layout, before + first + i + 1, at, head)
      if (!group.isCopy || isPlausible(ext, inode)) found.push(inode)
    }
    if (found.length > 0) yield found
  }
}

/** Whether the 16 bits at `at` are 0. */
const isEmpty = (bytes: Uint8Array, at: number): boolean => bytes[at] === 0 && bytes[at + 1] === 0

/** Where nobody can say how far a table was written, there may be anything behind. */
function isPlausible({ checksums }: ExtVolume, inode: Inode): boolean {
  if (checksums.kind !== 'crc32c') return inode.kind !== undefined
  return isInodeRight(inodeSeed(checksums, inode.number, generationOf(inode)), inode.head)
}

async function* footprintsIn(
  ext: ExtVolume,
  inodes: readonly Inode[],
  budget: Budget,
): AsyncGenerator<readonly Footprint[]> {
  let footprints: Footprint[] = []
  for (const inode of inodes) {
    const atOnce = inInode(ext, inode)
    if (atOnce) {
      footprints.push(footprintOf(inode, atOnce, attributesOf(ext, inode)))
      continue
    }
    for await (const footprint of inBlocks(ext, inode, budget)) {
      footprints.push(footprint)
      if (footprint.content.length < MOST_PLACES) continue
      yield footprints
      footprints = []
    }
  }
  if (footprints.length > 0) yield footprints
}

const footprintOf = (
  inode: Inode,
  content: readonly ByteRange[],
  structure: readonly ByteRange[],
): Footprint => ({
  node: inode.number,
  kind: inode.kind ?? 'file',
  size: contentSize(inode),
  record: inode.at,
  content,
  structure,
})

/** Places of its content, where its inode alone tells them; `undefined` where more has to be read. */
function inInode(ext: ExtVolume, inode: Inode): readonly ByteRange[] | undefined {
  const hasBlocks = !has(inode, INLINE_DATA) && !isFastLink(ext.layout, inode) && isMapped(inode)
  if (!hasBlocks) return []
  const runs = runsInInode(ext, inode, { from: 0, end: MAX_BLOCKS })
  if (runs === undefined) return undefined
  const places: ByteRange[] = []
  for (const run of runs) addPlace(ext, run, places)
  return places
}

/** Devices and their like keep in their i_block what they are. */
const isMapped = ({ kind }: Inode): boolean =>
  kind === undefined || kind === 'file' || kind === 'directory' || kind === 'link'

/** Also what was reserved and never written is its own. */
function addPlace({ layout: { blockSize } }: ExtVolume, run: BlockRun, places: ByteRange[]): void {
  if (run.from !== 'volume' && run.from !== 'unwritten') return
  places.push({ offset: run.place * blockSize, length: run.count * blockSize })
}

function attributesOf({ layout, endBlock }: ExtVolume, inode: Inode): ByteRange[] {
  const block = attributeBlock(layout, inode)
  const { blockSize } = layout
  return block > 0 && block < endBlock ? [{ offset: block * blockSize, length: blockSize }] : []
}

async function* inBlocks(ext: ExtVolume, inode: Inode, budget: Budget): AsyncGenerator<Footprint> {
  const { blockSize } = ext.layout
  let content: ByteRange[] = []
  let structure = attributesOf(ext, inode)
  const onNode = (block: number): void => {
    budget.nodes--
    structure.push({ offset: block * blockSize, length: blockSize })
  }
  for await (const runs of blockRuns(ext, inode, { from: 0, end: MAX_BLOCKS, onNode })) {
    for (const run of runs) addPlace(ext, run, content)
    if (budget.nodes < 0) break
    if (content.length < MOST_PLACES) continue
    yield footprintOf(inode, content, structure)
    content = []
    structure = []
  }
  yield footprintOf(inode, content, structure)
}
