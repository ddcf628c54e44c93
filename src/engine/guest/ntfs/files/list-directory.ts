/** The names in a directory of NTFS: of the root of their tree, and of its blocks in order of place, so that no loop can be. */
import type { Run } from '../../../bytes/byte-source.ts'
import { takeTurn } from '../../../bytes/pace.ts'
import type { DirectoryEntry, DirectoryPart } from '../../guest-files.ts'
import { Head } from '../../volumes/head.ts'
import { INDEX_ROOT, NAMES } from '../attribute-types.ts'
import {
  type BlockEntries,
  isBlockSize,
  openBlocks,
  readWindow,
  windowsOf,
} from './directory-blocks.ts'
import type { FileName } from './file-name.ts'
import { type IndexEntry, indexEntries } from './index-entries.ts'
import { attributeOf, type NtfsNode, type NtfsVolume, readNode } from './node.ts'
import { Problems } from './problems.ts'
import { type RecordUse, RecordUses } from './record-uses.ts'
import { isSameUse, sequenceOf } from './reference.ts'
import { openStream } from './stream.ts'

/** In the value of the root of the tree: where the header of the node is. */
const ROOT_HEADER = 16
/** Bytes of the blocks for a name: they are mostly filled by two thirds. */
const USUAL_ENTRY = 160

export async function* listDirectory(
  volume: NtfsVolume,
  number: number,
  run?: Run,
): AsyncGenerator<DirectoryPart, void, undefined> {
  const node = await readNode(volume, number)
  if (!node.ok) return yield { entries: [], problems: [node.reason] }
  const { blockSize, ...root } = await readRoot(volume, node)
  yield await partOf(node, root, new RecordUses(volume, root.entries.length))
  const blocks = await openBlocks(volume, node, blockSize)
  if (typeof blocks === 'string') yield { entries: [], problems: [blocks] }
  else if (blocks) {
    const uses = new RecordUses(volume, blocks.size / USUAL_ENTRY)
    for await (const window of windowsOf(blocks)) {
      await takeTurn(run)
      run?.onProgress?.(window.start, blocks.size)
      yield await partOf(node, await readWindow(blocks, window), uses)
    }
  }
}

/** What is in the root of the tree, and how large its blocks are, in bytes. */
async function readRoot(
  volume: NtfsVolume,
  node: NtfsNode,
): Promise<BlockEntries & { readonly blockSize: number }> {
  const failed = (problem: string) => ({
    entries: [],
    problems: [...node.problems, problem],
    blockSize: volume.indexBlockSize,
  })
  const of = attributeOf(node, INDEX_ROOT, NAMES)
  if (of === undefined) {
    return failed(node.isDirectory ? 'The root of its names is missing.' : 'It is no directory.')
  }
  const stream = await openStream(volume, node, of)
  if (!stream.ok) return failed(`The root of its names: ${stream.reason}`)
  if (stream.body.in !== 'record') return failed('The root of its names is not in its record.')
  const { bytes, at } = stream.body
  const value = new Head(bytes)
  const said = value.u32(8)
  const found = indexEntries(value, ROOT_HEADER)
  const entries = found.entries.map((entry) => ({
    ...entry,
    at: { offset: at.offset + entry.at.offset, length: entry.at.length },
  }))
  const damaged = found.isWhole ? [] : ['Of the root of its names a part is damaged.']
  return {
    entries,
    problems: [...node.problems, ...damaged],
    blockSize: isBlockSize(said) ? said : volume.indexBlockSize,
  }
}

/** Without names for DOS beside others, and without the name that the root has of itself. */
async function partOf(
  node: NtfsNode,
  { entries: found, problems }: BlockEntries,
  recordUses: RecordUses,
): Promise<DirectoryPart> {
  const shown = found.filter(
    ({ file, name }) => !name.isOnlyDos && !(name.name === '.' && file.record === node.number),
  )
  const wrong = new Problems()
  const files = shown.map(({ file }) => file)
  const uses = await recordUses.of(files)
  const entries = shown.map((entry, i): DirectoryEntry => {
    const { file, name, at } = entry
    const use = uses[i] ?? ''
    for (const problem of problemsOf(name, use)) wrong.add(`“${name.name}” ${problem}`)
    if (!isIn(entry, node)) wrong.add(`“${name.name}” says that it is in another directory.`)
    const { isDirectory } = typeof use === 'string' ? name : use
    const kind = name.isReparsePoint ? undefined : isDirectory ? 'directory' : 'file'
    return { name: name.name, node: file.record, kind, at }
  })
  return { entries, problems: [...problems, ...wrong.sentences()] }
}

function problemsOf(name: FileName, use: RecordUse): readonly string[] {
  if (typeof use === 'string') return [`leads nowhere: ${use}`]
  if (use.isDirectory === name.isDirectory) return []
  return [
    use.isDirectory
      ? 'is a directory, and listed as none.'
      : 'is listed as a directory, and is none.',
  ]
}

const isIn = ({ name: { parent } }: IndexEntry, { number, base }: NtfsNode): boolean =>
  parent.record === number && isSameUse(parent.sequence, sequenceOf(base))
