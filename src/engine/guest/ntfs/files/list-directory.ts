/** The names in a directory of NTFS: of the root of their tree, and of its blocks in order of place, so that no loop can be. */
import type { ByteRange, ByteSource, Run } from '../../../bytes/byte-source.ts'
import { formatCount } from '../../../bytes/format.ts'
import { takeTurn } from '../../../bytes/pace.ts'
import { endOf } from '../../../bytes/ranges.ts'
import { KIB } from '../../../format/layout.ts'
import type { DirectoryEntry, DirectoryPart, FileExtent } from '../../guest-files.ts'
import { Head } from '../../volumes/head.ts'
import { removeGuards } from '../../volumes/ntfs-record.ts'
import { BITMAP, INDEX_ALLOCATION, INDEX_ROOT, NAMES } from '../attribute-types.ts'
import { type Content, contentOf } from './content.ts'
import { type IndexEntries, type IndexEntry, indexEntries } from './index-entries.ts'
import { attributeOf, type NtfsNode, type NtfsVolume, readNode } from './node.ts'
import { checkUses } from './record-uses.ts'
import { isSameUse, sequenceOf } from './reference.ts'
import { openStream } from './stream.ts'

/** Of the blocks of a directory, in bytes: what is read at once, and what a part has. */
const WINDOW = 256 * KIB
const MIN_BLOCK = 512
const MAX_BLOCK = 64 * KIB
const BLOCK_SECTOR = 512
/** In the value of the root of the tree, and in a block: where the header of the node is. */
const ROOT_HEADER = 16
const BLOCK_HEADER = 24
/** How many sentences of one kind are said of a part. */
const MAX_SAID = 20

export async function* listDirectory(
  volume: NtfsVolume,
  number: number,
  run?: Run,
): AsyncGenerator<DirectoryPart, void, undefined> {
  const node = await readNode(volume, number)
  if (!node.ok) return yield { entries: [], problems: [node.reason] }
  const directory = new Directory(volume, node)
  const root = await directory.root()
  yield root.part
  const blocks = await directory.blocks(root.blockSize)
  if (typeof blocks === 'string') yield { entries: [], problems: [blocks] }
  else if (blocks) {
    for (let at = 0; at < blocks.size; at += WINDOW) {
      await takeTurn(run)
      run?.onProgress?.(at, blocks.size)
      yield await directory.window(blocks, at)
    }
  }
}

interface Blocks extends Content {
  readonly blockSize: number
  /** Which blocks are in use; `undefined` where that cannot be read. */
  readonly bitmap: ByteSource | undefined
}

class Directory {
  readonly #volume: NtfsVolume
  readonly #node: NtfsNode

  constructor(volume: NtfsVolume, node: NtfsNode) {
    this.#volume = volume
    this.#node = node
  }

  /** The names in the root of the tree, and how large its blocks are. */
  async root(): Promise<{ readonly part: DirectoryPart; readonly blockSize: number }> {
    const { indexBlockSize } = this.#volume
    const problems = [...this.#node.problems]
    const failed = (problem: string) => ({
      part: { entries: [], problems: [...problems, problem] },
      blockSize: indexBlockSize,
    })
    const of = attributeOf(this.#node, INDEX_ROOT, NAMES)
    if (of === undefined) {
      return failed(
        this.#node.isDirectory ? 'The root of its names is missing.' : 'It is no directory.',
      )
    }
    const stream = await openStream(this.#volume, this.#node, of)
    if (!stream.ok) return failed(`The root of its names: ${stream.reason}`)
    if (stream.body.in !== 'record') return failed('The root of its names is not in its record.')
    const { bytes, at } = stream.body
    const value = new Head(bytes)
    const said = value.u32(8)
    const found = indexEntries(value, ROOT_HEADER)
    if (!found.isWhole) problems.push('Of the root of its names a part is damaged.')
    const part = await this.#part(
      found.entries.map((entry) => ({
        ...entry,
        at: { offset: at.offset + entry.at.offset, length: entry.at.length },
      })),
      problems,
    )
    return { part, blockSize: isBlockSize(said) ? said : indexBlockSize }
  }

  /** `undefined` where the root has all the names; what is wrong where the blocks cannot be had. */
  async blocks(blockSize: number): Promise<Blocks | string | undefined> {
    const of = attributeOf(this.#node, INDEX_ALLOCATION, NAMES)
    if (of === undefined) return undefined
    if (!isBlockSize(blockSize)) return 'Nothing says how large the blocks of its names are.'
    const stream = await openStream(this.#volume, this.#node, of)
    if (!stream.ok) return `The blocks of its names: ${stream.reason}`
    const { source } = this.#volume
    const content = this.#content(stream)
    const bits = attributeOf(this.#node, BITMAP, NAMES)
    const bitmap = bits && (await openStream(this.#volume, this.#node, bits))
    return {
      ...content,
      // No directory has more than its volume.
      size: Math.min(content.size, source.size),
      blockSize,
      bitmap: bitmap?.ok ? this.#content(bitmap).source : undefined,
    }
  }

  #content = (stream: Parameters<typeof contentOf>[1]): Content =>
    contentOf(this.#volume.source, stream, {
      clusterSize: this.#volume.clusterSize,
      hidden: undefined,
    })

  /** The names in the blocks of one window of their content. */
  async window(blocks: Blocks, start: number): Promise<DirectoryPart> {
    const { blockSize } = blocks
    const problems: string[] = []
    const end = Math.min(start + WINDOW, blocks.size)
    const count = Math.floor((end - start) / blockSize)
    const used = await usedBlocks(blocks, start / blockSize, count)
    if (start === 0 && used === undefined) {
      problems.push('Which blocks of its names are in use cannot be read: all of them are shown.')
    }
    if (used?.every((isUsed) => !isUsed)) return { entries: [], problems }
    const bytes = await blocks.source.read(start, count * blockSize)
    const places = await placesIn(blocks, { offset: start, length: bytes.length })
    const entries: IndexEntry[] = []
    for (let i = 0; i < count; i++) {
      if (used?.[i] === false) continue
      const at = i * blockSize
      const block = bytes.subarray(at, at + blockSize)
      const isUnknown = used === undefined
      const found = this.#block(block, start + at)
      if (typeof found === 'string') {
        if (!isUnknown)
          problems.push(`Block ${formatCount((start + at) / blockSize)} of its names ${found}.`)
        continue
      }
      if (!found.isWhole) {
        problems.push(
          `In block ${formatCount((start + at) / blockSize)} of its names entries are damaged.`,
        )
      }
      for (const entry of found.entries) {
        const offset = start + at + entry.at.offset
        entries.push({ ...entry, at: placeIn(places, { offset, length: entry.at.length }) })
      }
    }
    return this.#part(entries, problems)
  }

  /** Its entries, or what is wrong with it. */
  #block(bytes: Uint8Array, at: number): IndexEntries | string {
    if (!removeGuards(bytes, 'INDX')) return 'is damaged'
    const block = new Head(bytes)
    const { clusterSize } = this.#volume
    const unit = clusterSize <= bytes.length ? clusterSize : BLOCK_SECTOR
    if (block.u64(16) !== BigInt(Math.floor(at / unit))) return 'says that it is another one'
    return indexEntries(block, BLOCK_HEADER)
  }

  /** Without names for DOS beside others, and without the name that the root has of itself. */
  async #part(found: readonly IndexEntry[], problems: string[]): Promise<DirectoryPart> {
    const { number, base } = this.#node
    const shown = found.filter(
      ({ file, name }) => !name.isOnlyDos && !(name.name === '.' && file.record === number),
    )
    const notes = new Notes()
    const uses = await checkUses(
      this.#volume,
      shown.map(({ file }) => file),
    )
    const entries = shown.map(({ file, name, at }, i): DirectoryEntry => {
      const use = uses[i] ?? ''
      const isWrong = typeof use === 'string'
      if (isWrong) notes.add(`“${name.name}”: ${use}`)
      const isDirectory = isWrong ? name.isDirectory : use.isDirectory
      if (isDirectory !== name.isDirectory) {
        const said = isDirectory
          ? 'is a directory, and listed as none'
          : 'is listed as a directory, and is none'
        notes.add(`“${name.name}” ${said}.`)
      }
      const { record, sequence } = name.parent
      if (record !== number || !isSameUse(sequence, sequenceOf(base))) {
        notes.add(`“${name.name}” says that it is in another directory.`)
      }
      const kind = name.isReparsePoint ? undefined : isDirectory ? 'directory' : 'file'
      return { name: name.name, node: file.record, kind, at }
    })
    return { entries, problems: [...problems, ...notes.sentences()] }
  }
}

/** Some of the sentences, and how many more there are. */
class Notes {
  readonly #said: string[] = []
  #more = 0

  add(sentence: string): void {
    if (this.#said.length < MAX_SAID) this.#said.push(sentence)
    else this.#more++
  }

  sentences(): readonly string[] {
    return this.#more === 0
      ? this.#said
      : [...this.#said, `Of ${formatCount(this.#more)} more names something of that kind is wrong.`]
  }
}

const isBlockSize = (size: number): boolean =>
  size >= MIN_BLOCK && size <= MAX_BLOCK && Number.isInteger(Math.log2(size))

/** Of `count` blocks from `first` on; `undefined` where it is not known. */
async function usedBlocks(
  { bitmap }: Blocks,
  first: number,
  count: number,
): Promise<readonly boolean[] | undefined> {
  if (bitmap === undefined) return undefined
  const offset = Math.floor(first / 8)
  const length = Math.max(0, Math.min(Math.ceil((first + count) / 8), bitmap.size) - offset)
  const bytes = length === 0 ? new Uint8Array() : await bitmap.read(offset, length)
  return Array.from({ length: count }, (_, i) => {
    const bit = first + i - 8 * offset
    return (((bytes[bit >> 3] ?? 0) >> (bit & 7)) & 1) === 1
  })
}

async function placesIn(blocks: Blocks, range: ByteRange): Promise<readonly FileExtent[]> {
  const places: FileExtent[] = []
  for await (const some of blocks.parts(range)) places.push(...some)
  return places
}

/** Where bytes of the blocks lie; their beginning, where they are in pieces. */
function placeIn(places: readonly FileExtent[], { offset, length }: ByteRange): ByteRange {
  const place = places.find((it) => it.offset <= offset && offset < endOf(it))
  if (place?.from === 'volume') {
    const at = place.at + (offset - place.offset)
    return { offset: at, length: Math.min(length, endOf(place) - offset) }
  }
  return place?.from === 'compressed' ? (place.at[0] ?? NOWHERE) : NOWHERE
}

const NOWHERE: ByteRange = { offset: 0, length: 0 }
