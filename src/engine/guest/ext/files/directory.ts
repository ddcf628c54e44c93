/** The names in a directory, whether it has an index or not: the nodes of an index look like entries of nothing. */
import type { ByteRange, Run } from '../../../bytes/byte-source.ts'
import { formatCount } from '../../../bytes/format.ts'
import { takeTurn } from '../../../bytes/pace.ts'
import { KIB } from '../../../format/layout.ts'
import type { DirectoryEntry, DirectoryPart } from '../../guest-files.ts'
import { type InodeSeed, inodeSeed } from '../checksums.ts'
import { type BlockRun, MAX_BLOCKS } from './block-runs.ts'
import { blockRuns, whyUnreadable } from './content.ts'
import { isDirectoryBlockRight } from './directory-checksums.ts'
import { readEntries } from './directory-entries.ts'
import type { ExtVolume } from './ext-volume.ts'
import { inlinePlaces } from './inline-data.ts'
import { ENCRYPTED, generationOf, has, INDEXED, INLINE_DATA, type Inode } from './inode.ts'

/** A part of a directory takes so many bytes, or one block. */
const PART = 128 * KIB
/** In front of the entries in an inode stands the inode of the directory's parent. */
const PARENT = 4
/** A directory of which nothing can be read is not told of block by block. */
const MOST_PROBLEMS = 20

/** What of a directory cannot be read or is to be doubted, as far as somebody will read it. */
class Problems {
  #told = 0
  #waiting: string[] = []

  add(problem: string): void {
    if (this.#told++ < MOST_PROBLEMS) this.#waiting.push(problem)
  }

  take(): readonly string[] {
    const waiting = this.#waiting
    this.#waiting = []
    return waiting
  }

  /** Behind the last part. */
  rest(): readonly string[] {
    const more = this.#told - MOST_PROBLEMS
    return more > 0 ? [`So it is at ${formatCount(more)} more places.`] : []
  }
}

export async function* listDirectory(
  ext: ExtVolume,
  inode: Inode,
  run?: Run,
): AsyncGenerator<DirectoryPart> {
  const problems = new Problems()
  if (has(inode, ENCRYPTED))
    problems.add('Its names are encrypted, and are shown as they are stored.')
  if (has(inode, INLINE_DATA)) yield await listInline(ext, inode, problems)
  else yield* listBlocks(ext, inode, { problems, run })
  const rest = [...problems.take(), ...problems.rest()]
  if (rest.length > 0) yield { entries: [], problems: rest }
}

async function listInline(
  ext: ExtVolume,
  inode: Inode,
  problems: Problems,
): Promise<DirectoryPart> {
  const { first, second } = inlinePlaces(inode)
  const places = [
    { offset: first.offset + PARENT, length: first.length - PARENT },
    ...(second && second.length > 0 ? [second] : []),
  ]
  const entries: DirectoryEntry[] = []
  for (const place of places) {
    const from = place.offset - inode.at.offset
    const bytes = inode.head.copy().subarray(from, from + place.length)
    const read = readEntries(bytes, { ...ext, at: place.offset, isFirst: false })
    entries.push(...read.entries)
    if (read.damagedAt !== undefined) problems.add('Its entries in its inode are damaged.')
  }
  return { entries, problems: problems.take() }
}

interface Listing {
  readonly problems: Problems
  readonly run: Run | undefined
}

async function* listBlocks(
  ext: ExtVolume,
  inode: Inode,
  { problems, run }: Listing,
): AsyncGenerator<DirectoryPart> {
  const { blockSize } = ext.layout
  const reason = whyUnreadable(ext, inode)
  const size = Number(inode.size)
  const end = reason === undefined ? Math.min(Math.ceil(size / blockSize), MAX_BLOCKS) : 0
  if (reason !== undefined) problems.add(reason)
  if (size % blockSize !== 0 || size === 0) problems.add('Its size is not that of whole blocks.')
  const reader = new BlockReader(ext, inode, problems)
  let entries: DirectoryEntry[] = []
  let bytes = 0
  // It has no more blocks than there are, unless some of them are in it again and again.
  let left = ext.endBlock
  for await (const runs of blockRuns(ext, inode, { from: 0, end })) {
    for (const whole of runs) {
      for (const part of windowsOf(whole, blockSize)) {
        if (part.from !== 'volume') {
          problems.add(lackOf(part))
          continue
        }
        await takeTurn(run)
        left -= part.count
        if (left < 0) break
        entries.push(...(await reader.read(part.first, part.place, part.count)))
        bytes += part.count * blockSize
        if (bytes < PART) continue
        yield { entries, problems: problems.take() }
        entries = []
        bytes = 0
      }
      run?.onProgress?.(whole.first + whole.count, end)
    }
    if (left >= 0) continue
    problems.add('It has more blocks than its file system.')
    break
  }
  yield { entries, problems: problems.take() }
}

/** A run in pieces that are read at once. */
function* windowsOf(run: BlockRun, blockSize: number): Generator<BlockRun> {
  if (run.from !== 'volume') {
    yield run
    return
  }
  const most = PART / blockSize
  for (let at = 0; at < run.count; at += most) {
    const count = Math.min(most, run.count - at)
    yield { from: 'volume', first: run.first + at, count, place: run.place + at }
  }
}

const lackOf = (run: BlockRun): string =>
  `${blockWords({ offset: run.first, length: run.count })} cannot be read: ${
    run.from === 'unreadable' ? run.reason : 'Nothing was ever written there.'
  }`

const blockWords = ({ offset, length }: ByteRange): string =>
  length === 1
    ? `Block ${formatCount(offset)} of it`
    : `Blocks ${formatCount(offset)} to ${formatCount(offset + length - 1)} of it`

class BlockReader {
  readonly #ext: ExtVolume
  readonly #problems: Problems
  readonly #isIndexed: boolean
  readonly #seed: InodeSeed | undefined

  constructor(ext: ExtVolume, inode: Inode, problems: Problems) {
    this.#ext = ext
    this.#problems = problems
    this.#isIndexed = has(inode, INDEXED)
    this.#seed =
      ext.checksums.kind === 'crc32c'
        ? inodeSeed(ext.checksums, inode.number, generationOf(inode))
        : undefined
  }

  /** Entries of `count` blocks that lie side by side at `place` of the volume. */
  async read(first: number, place: number, count: number): Promise<readonly DirectoryEntry[]> {
    const { blockSize } = this.#ext.layout
    const bytes = await this.#ext.structures.read(place * blockSize, count * blockSize)
    const entries: DirectoryEntry[] = []
    for (let i = 0; i < count; i++) {
      const block = bytes.subarray(i * blockSize, (i + 1) * blockSize)
      const at = (place + i) * blockSize
      const read = readEntries(block, { ...this.#rules, at, isFirst: first + i === 0 })
      entries.push(...read.entries)
      const words = blockWords({ offset: first + i, length: 1 })
      if (read.damagedAt !== undefined) {
        this.#problems.add(`${words} is damaged from its byte ${read.damagedAt} on.`)
      }
      const isRight = this.#seed && isDirectoryBlockRight(this.#seed, block, this.#isIndexed)
      if (isRight === false) this.#problems.add(`${words} has a wrong checksum.`)
    }
    return entries
  }

  get #rules() {
    const { hasFileTypes, fileTypeMask } = this.#ext
    return { hasFileTypes, fileTypeMask }
  }
}
