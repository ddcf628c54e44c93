/** Where the content of a file differs between two states: what lies where it was and was not touched is not read. */
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import { takeTurn } from '../bytes/pace.ts'
import { endOf, totalLength } from '../bytes/ranges.ts'
import type { VolumeFiles } from '../files/volume-files.ts'
import { KIB } from '../format/layout.ts'
import type { FileExtent, NodeId } from '../guest/guest-files.ts'
import { type ChangedRange, isInNewBlock, isTouched, partsIn } from './changed-ranges.ts'
import { differingSectors } from './differing-sectors.ts'

/** A content in one state; `stream` is the name of one beside the main one. */
export interface ContentOf {
  readonly in: VolumeFiles
  readonly node: NodeId
  readonly stream?: string | undefined
}

/** How many bytes may still be read to compare contents. */
export interface ReadBudget {
  left: number
}

export interface ContentDifference {
  /** Bytes of it that differ, by sectors of 512 counted from its beginning; what one state has more of counts, too. */
  readonly changed: number
  /** Bytes of the later content that are in blocks that only the later state names. */
  readonly inNewBlocks: number
  /** How much of `changed` was not compared, since it would have been too much: it lies where the disk differs. */
  readonly notCompared: number
}

/** Compared at once. */
const PIECE = 256 * KIB

/** One of the two goes as far. */
interface Piece extends ByteRange {
  readonly old: FileExtent | undefined
  readonly now: FileExtent | undefined
}

/** Both volumes begin at one place of the disk. What neither state can read is no difference. */
export async function compareContents(
  { before, after }: { readonly before: ContentOf; readonly after: ContentOf },
  changed: readonly ChangedRange[],
  budget: ReadBudget,
  run?: Run,
): Promise<ContentDifference> {
  const start = after.in.volume.at.offset
  const [old, now] = [reader(before), reader(after)]
  const sum = { changed: 0, inNewBlocks: 0, notCompared: 0 }

  async function compare(range: ByteRange): Promise<void> {
    for (let at = range.offset; at < endOf(range); at += PIECE) {
      await takeTurn(run)
      const length = Math.min(PIECE, endOf(range) - at)
      if (2 * length > budget.left) {
        sum.changed += length
        sum.notCompared += length
        continue
      }
      budget.left -= 2 * length
      const [left, right] = await Promise.all([old(at, length), now(at, length)])
      sum.changed += totalLength(differingSectors(at, left, right))
    }
  }

  for await (const piece of piecesOf(before, after)) {
    if (piece.now?.from === 'volume') {
      const at = start + placeIn(piece.now, piece)
      for (const part of partsIn(changed, { offset: at, length: piece.length })) {
        if (isInNewBlock(part.how)) sum.inNewBlocks += part.length
      }
    }
    for (const part of suspectParts(piece, start, changed)) {
      if (part.isSure) sum.changed += part.length
      else await compare(part)
    }
  }
  return sum
}

interface SuspectPart extends ByteRange {
  /** It differs, whatever is read. */
  readonly isSure: boolean
}

/** What of a piece may differ; offsets are in the content. */
function* suspectParts(
  piece: Piece,
  start: number,
  changed: readonly ChangedRange[],
): Generator<SuspectPart> {
  const { old, now, offset, length } = piece
  const whole = (isSure: boolean): SuspectPart => ({ offset, length, isSure })
  if (!old || !now) yield whole(true)
  else if (now.from === 'unreadable' || old.from === 'unreadable') {
    if (now.from !== old.from) yield whole(true)
  } else if (now.from === 'zeros' && old.from === 'zeros') return
  else if (now.from === 'volume' && old.from === 'volume') {
    const at = placeIn(now, piece)
    if (at !== placeIn(old, piece)) {
      yield whole(false)
      return
    }
    for (const part of partsIn(changed, { offset: start + at, length })) {
      const isSure = part.how === 'lost' || part.how === 'readable'
      yield { offset: offset + part.offset - start - at, length: part.length, isSure }
    }
  } else if (now.from === 'compressed' && old.from === 'compressed') {
    const isSame =
      now.offset === old.offset &&
      now.length === old.length &&
      now.at.length === old.at.length &&
      now.at.every((range, i) => {
        const was = old.at[i]
        if (was?.offset !== range.offset || was.length !== range.length) return false
        return !isTouched(changed, { offset: start + range.offset, length: range.length })
      })
    if (!isSame) yield whole(false)
  } else yield whole(false)
}

/** Where in the volume the piece, of this extent, begins. */
const placeIn = (
  extent: Extract<FileExtent, { readonly from: 'volume' }>,
  { offset }: ByteRange,
): number => extent.at + offset - extent.offset

/** Both contents side by side, cut where either goes on elsewhere; what only one has is zeros in the other. */
async function* piecesOf(before: ContentOf, after: ContentOf): AsyncGenerator<Piece> {
  const sides = [extentsOf(before), extentsOf(after)] as const
  try {
    let [old, now] = [(await sides[0].next()).value, (await sides[1].next()).value]
    for (let at = 0; old || now; ) {
      const end = Math.min(...[old, now].flatMap((extent) => (extent ? [endOf(extent)] : [])))
      if (end > at) yield { offset: at, length: end - at, old, now }
      at = Math.max(at, end)
      if (old && endOf(old) <= at) old = (await sides[0].next()).value
      if (now && endOf(now) <= at) now = (await sides[1].next()).value
    }
  } finally {
    await Promise.all(sides.map((side) => side.return(undefined)))
  }
}

async function* extentsOf({
  in: of,
  node,
  stream,
}: ContentOf): AsyncGenerator<FileExtent, undefined> {
  for await (const batch of of.files.extents(node, stream)) yield* batch
  return undefined
}

/** Reads a content, which is opened when it is needed; zeros where it cannot be, or ends before. */
function reader({ in: of, node, stream }: ContentOf) {
  let opened: Promise<ByteSource | undefined> | undefined
  return async (offset: number, length: number): Promise<Uint8Array> => {
    opened ??= of.files.open(node, stream).then((found) => ('read' in found ? found : undefined))
    const content = await opened
    const there = Math.min(length, (content?.size ?? 0) - offset)
    if (content && there === length) return content.read(offset, length)
    const bytes = new Uint8Array(length)
    if (content && there > 0) bytes.set(await content.read(offset, there))
    return bytes
  }
}
