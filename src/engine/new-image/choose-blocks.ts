/** Which blocks of a disk a new image has: those that hold something. */
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import { Pace } from '../bytes/pace.ts'
import { clipRange, endOf } from '../bytes/ranges.ts'
import type { PartSurvey } from '../disk/disk-parts.ts'
import type { ChainExtent, Layers } from '../disk/map-chain.ts'
import { walkDisk } from '../disk/walk-disk.ts'
import { BlockChoice, type Cut, rangeOfBlock } from './block-choice.ts'
import { holdsData, MOST_READ } from './holds-data.ts'

/** Blocks that are looked into at the same time. */
const AT_ONCE = 8

export interface BlockRules extends Cut {
  /** Whether all of block `block` of the new image may be left out, whatever it holds. Default: none may. */
  readonly mayDrop?: ((block: number) => boolean) | undefined
  /** Nothing is read: what the source has a place for counts as data. */
  readonly keepsZeros?: boolean
}

export interface ChosenBlocks {
  readonly choice: BlockChoice
  /** Of the range, in bytes. What cannot be read reads as zeros. */
  readonly survey: PartSurvey
}

/**
 * The range must be on the disk of `layers`. A block is data where something of it is in a file and is not zero.
 * What cannot be had becomes ZERO, like all that somebody wrote zeros to: of what is undefined a reader may give
 * anything (§2.5.1.1). Reads blocks of zeros whole, of others little. Progress is in bytes of the range.
 */
export async function chooseBlocks(
  layers: Layers,
  rules: BlockRules,
  run?: Run,
): Promise<ChosenBlocks> {
  const choice = new BlockChoice(rules)
  const survey = { data: 0, missing: 0, unreadable: 0, absent: 0 }
  await lookInto(doubtful({ layers, rules, choice, survey }, run), choice, run)
  run?.onProgress?.(rules.range.length, rules.range.length)
  return { choice, survey }
}

interface Choosing {
  readonly layers: Layers
  readonly rules: BlockRules
  readonly choice: BlockChoice
  readonly survey: { -readonly [Sum in keyof PartSurvey]: number }
}

/** Bytes of a file that belong to one block, of which it is not known yet whether it holds data. */
interface Doubtful extends ByteRange {
  readonly source: ByteSource
  readonly block: number
}

/** Those that have to be read; all others are noted at once. */
async function* doubtful(choosing: Choosing, run?: Run): AsyncGenerator<Doubtful> {
  const { layers, rules, choice, survey } = choosing
  const { range, blockSize } = choice
  const pace = new Pace(run)
  for await (const extent of walkDisk(layers, range, { signal: run?.signal }, true)) {
    if (extent.from !== 'file' && extent.from !== 'absent') {
      if (isLost(extent.from)) survey[extent.from] += extent.length
      choice.note(extent, noteOf(extent))
      continue
    }
    survey[extent.from === 'file' ? 'data' : 'absent'] += extent.length
    const source = layers[extent.layer]?.source
    const end = (endOf(extent) - range.offset) / blockSize
    for (let block = Math.floor((extent.offset - range.offset) / blockSize); block < end; block++) {
      if (pace.isDue()) await pace.rest()
      choice.noteStored(block)
      if (rules.mayDrop?.(block)) choice.noteDropped(block)
      // Of what a skeleton has left out nobody can say that it is zero.
      else if (rules.keepsZeros || extent.from === 'absent') choice.noteData(block)
      else if (source !== undefined && !choice.isData(block)) {
        const { offset, length } = clipRange(rangeOfBlock(choice, block), extent)
        yield { source, block, length, offset: extent.fileOffset + offset - extent.offset }
      }
    }
  }
}

const isLost = (from: ChainExtent['from']): from is 'missing' | 'unreadable' =>
  from === 'missing' || from === 'unreadable'

function noteOf(extent: ChainExtent): 'undefined' | 'unmapped' | 'zero' {
  if (extent.from === 'unmapped') return 'unmapped'
  return extent.from === 'zero' && extent.isUndefined ? 'undefined' : 'zero'
}

/** Several at once, each with memory of its own. Throws what the first that fails throws. */
async function lookInto(
  places: AsyncGenerator<Doubtful>,
  choice: BlockChoice,
  run?: Run,
): Promise<void> {
  let done = 0
  const work = async (): Promise<void> => {
    const memory = new Uint8Array(MOST_READ)
    for await (const place of shared(places)) {
      const { source, block } = place
      // Another part of the block may have settled it meanwhile.
      if (choice.isData(block)) continue
      if (await holdsData(source, place, memory, run)) choice.noteData(block)
      done = Math.max(done, block * choice.blockSize)
      run?.onProgress?.(done, choice.range.length)
    }
  }
  const ended = await Promise.allSettled(
    Array.from({ length: AT_ONCE }, () =>
      work().catch(async (error: unknown) => {
        await places.return(undefined)
        throw error
      }),
    ),
  )
  const failed = ended.find((each) => each.status === 'rejected')
  if (failed) throw failed.reason
}

/** What is left of a generator that several take from: whoever stops does not end it for the others. */
async function* shared<T>(all: AsyncGenerator<T>): AsyncGenerator<T> {
  for (;;) {
    const next = await all.next()
    if (next.done) return
    yield next.value
  }
}
