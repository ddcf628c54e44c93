/** What a skeleton of a file is to be, down to its chunks: the file is read once for that, as far as it is kept. */
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import { formatBytes } from '../bytes/format.ts'
import { isHeld } from '../bytes/held.ts'
import { takeTurn } from '../bytes/pace.ts'
import { endOf, subtractRanges, totalLength } from '../bytes/ranges.ts'
import { type Refused, refused } from '../bytes/refused.ts'
import { GIB, MIB } from '../format/layout.ts'
import { isVhdx } from '../image/image.ts'
import { inspect } from '../inspect/inspect.ts'
import { surveyBlocks } from '../inspect/survey.ts'
import { lookFurther } from '../looks/look-further.ts'
import { TRIAL_IDS } from '../salvage/way.ts'
import { preview } from '../update/preview.ts'
import { blankingSteps } from './blank-paths.ts'
import { fitsFrame } from './gzip-frame.ts'
import { keptRanges } from './kept-ranges.ts'
import { notingSource } from './noting-source.ts'
import { LIMITS } from './read-skeleton.ts'
import { contentsOf, type SkeletonContents } from './skeleton-contents.ts'
import { MAX_MASKED, MAX_NAME, type SkeletonFacts } from './skeleton-facts.ts'
import { blockSizeFor, type ChunkKind, MAX_RAW_CHUNK } from './sparse-format.ts'

export interface SkeletonChoices {
  /** Of the file; nothing leaves it out. */
  readonly name?: string | undefined
  readonly blankPaths?: boolean
}

/** Blocks that follow each other and are of one kind. */
export interface Chunk {
  readonly kind: ChunkKind
  readonly first: number
  readonly count: number
  /** Of `fill`: the four bytes, as a little-endian number. */
  readonly pattern: number
}

export interface SkeletonPlan {
  readonly ok: true
  readonly facts: SkeletonFacts
  readonly contents: SkeletonContents
  /** What is kept, with its paths blanked where that is asked for. */
  readonly source: ByteSource
  readonly blockSize: number
  readonly blocks: number
  /** All blocks, in order. */
  readonly chunks: readonly Chunk[]
}

/** The most that is read for a skeleton: sector bitmaps of a child of 64 TiB have 16 GiB. */
const MAX_KEPT = 20 * GIB
/** Read at once, or one block where that is larger. */
const PIECE = MIB

/** Never throws on content; passes on the source’s errors and the abort. */
export async function planSkeleton(
  source: ByteSource,
  { name, blankPaths = false }: SkeletonChoices,
  run?: Run,
): Promise<SkeletonPlan | Refused> {
  if (source.held) return refused('This is a skeleton already.')
  const { signal, pause } = run ?? {}
  const quiet = { signal, pause }
  const noting = notingSource(source)
  const inspected = await surveyBlocks(await inspect(noting.source, TRIAL_IDS, quiet), quiet)
  const looks = await lookFurther({ inspected }, quiet)
  if (!isVhdx(inspected.before) && !looks.remains) {
    return refused(
      'It is not a VHDX, and nothing of one is found in it: nothing says what in it is data.',
    )
  }
  const kept = await keptRanges(inspected, looks, quiet)
  const length = totalLength(kept.ranges)
  if (length > MAX_KEPT) return refused(tooMuch(length, MAX_KEPT))
  const blanking = blankPaths ? await blankingSteps(inspected, quiet) : NO_STEPS
  if (!blanking.ok) return blanking
  const blanked = blanking.steps.length > 0 ? preview(source, blanking.steps) : source
  const spans = spansOf(kept.ranges, source.size)
  if (spans.masked.length > MAX_MASKED) {
    return refused('Its structures lie at too many odd places for a skeleton.')
  }
  const made = await chunksOf(blanked, spans, run)
  if (!made.ok) return made
  const held = { held: kept.ranges }
  const facts = fitting({
    size: source.size,
    name: blankPaths ? undefined : name?.slice(0, MAX_NAME),
    pathsBlanked: blankPaths,
    masked: spans.masked,
    looks: noting.looks().filter((each) => !isHeld(held, each)),
  })
  return {
    ok: true,
    facts,
    contents: contentsOf(inspected, kept, facts),
    source: blanked,
    blockSize: spans.blockSize,
    blocks: Math.ceil(source.size / spans.blockSize),
    chunks: made.chunks,
  }
}

const NO_STEPS = { ok: true, steps: [] } as const

const tooMuch = (length: number, most: number): string =>
  `Its structures have ${formatBytes(length)}: a skeleton holds ${formatBytes(most)} at the most.`

/** Whole blocks, and what in them is not to be there. */
interface Spans {
  readonly blockSize: number
  readonly blocks: readonly ByteRange[]
  readonly masked: readonly ByteRange[]
}

function spansOf(kept: readonly ByteRange[], size: number): Spans {
  const blockSize = blockSizeFor(size)
  const blocks: { offset: number; length: number; readonly kept: ByteRange[] }[] = []
  for (const range of kept) {
    const first = Math.floor(range.offset / blockSize)
    const end = Math.ceil(endOf(range) / blockSize)
    const last = blocks.at(-1)
    if (last && endOf(last) >= first) {
      last.length = end - last.offset
      last.kept.push(range)
    } else blocks.push({ offset: first, length: end - first, kept: [range] })
  }
  const masked = blocks.flatMap(({ offset, length, kept: inside }) => {
    const start = offset * blockSize
    const end = Math.min(size, start + length * blockSize)
    return subtractRanges({ offset: start, length: end - start }, inside)
  })
  return { blockSize, blocks, masked }
}

/** Reads all that is kept. */
async function chunksOf(
  source: ByteSource,
  { blockSize, blocks, masked }: Spans,
  run?: Run,
): Promise<{ readonly ok: true; readonly chunks: readonly Chunk[] } | Refused> {
  const building = new ChunkBuilder(blockSize)
  const all = blocks.reduce((sum, { length }) => sum + length, 0)
  let done = 0
  for (const { offset, length } of blocks) {
    building.skipTo(offset)
    const step = Math.max(1, Math.floor(PIECE / blockSize))
    for (let at = 0; at < length; at += step) {
      await takeTurn(run)
      const count = Math.min(step, length - at)
      building.add(await readBlocks({ source, blockSize, masked }, offset + at, count))
      done += count
      run?.onProgress?.(done, all)
      if (building.content > LIMITS.content)
        return refused(tooMuch(building.content, LIMITS.content))
      if (building.chunks.length > LIMITS.chunks - 2) {
        return refused('Its structures lie in too many pieces for a skeleton.')
      }
    }
  }
  building.skipTo(Math.ceil(source.size / blockSize))
  return { ok: true, chunks: building.chunks }
}

interface MaskedSource {
  readonly source: ByteSource
  readonly blockSize: number
  readonly masked: readonly ByteRange[]
}

/** With zeros where something is masked, which is not read, and behind the end of the file. */
export async function readBlocks(
  { source, blockSize, masked }: MaskedSource,
  first: number,
  count: number,
): Promise<Uint8Array> {
  const bytes = new Uint8Array(count * blockSize)
  const offset = first * blockSize
  const there = { offset, length: Math.min(bytes.length, source.size - offset) }
  for (const part of subtractRanges(there, masked)) {
    bytes.set(await source.read(part.offset, part.length), part.offset - offset)
  }
  return bytes
}

class ChunkBuilder {
  readonly chunks: Chunk[] = []
  /** Bytes that are not of a pattern. */
  content = 0
  readonly #blockSize: number
  #next = 0

  constructor(blockSize: number) {
    this.#blockSize = blockSize
  }

  /** Blocks up to `block` are absent. */
  skipTo(block: number): void {
    if (block > this.#next) this.#put('absent', block - this.#next, 0)
  }

  /** Whole blocks, in memory of their own. */
  add(bytes: Uint8Array): void {
    const words = new Uint32Array(bytes.buffer, bytes.byteOffset, bytes.length / 4)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    for (let at = 0; at < bytes.length; at += this.#blockSize) {
      if (isPattern(words, at / 4, this.#blockSize / 4)) {
        this.#put('fill', 1, view.getUint32(at, true))
      } else {
        this.content += this.#blockSize
        this.#put('raw', 1, 0)
      }
    }
  }

  #put(kind: ChunkKind, count: number, pattern: number): void {
    const last = this.chunks.at(-1)
    const isFull = kind === 'raw' && ((last?.count ?? 0) + count) * this.#blockSize > MAX_RAW_CHUNK
    if (last && last.kind === kind && last.pattern === pattern && !isFull) {
      this.chunks[this.chunks.length - 1] = { ...last, count: last.count + count }
    } else this.chunks.push({ kind, first: this.#next, count, pattern })
    this.#next += count
  }
}

/** Whether all words are the same: in whichever order this machine has their bytes. */
function isPattern(words: Uint32Array, from: number, length: number): boolean {
  const first = words[from]
  for (let at = from + 1; at < from + length; at++) if (words[at] !== first) return false
  return true
}

/** With as many notes as there is room for. */
function fitting(facts: SkeletonFacts): SkeletonFacts {
  let { looks } = facts
  while (looks.length > 0 && !fitsFrame({ ...facts, looks })) {
    looks = looks.slice(0, Math.floor(looks.length / 2))
  }
  return { ...facts, looks }
}
