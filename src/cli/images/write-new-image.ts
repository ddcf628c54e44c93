/** A planned image written into a file, with holes where it is zero. */
import type { ByteRange, ByteSink, Run } from '../../engine/bytes/byte-source.ts'
import type { HashStream } from '../../engine/bytes/hash/hash-stream.ts'
import { dataRuns } from '../../engine/bytes/is-zero.ts'
import { endOf } from '../../engine/bytes/ranges.ts'
import { diskPieces, PIECE, readPiece } from '../../engine/disk/disk-pieces.ts'
import type { Layers } from '../../engine/disk/map-chain.ts'
import type { ContentDigest } from '../../engine/new-image/content-digest.ts'
import type { NewImagePlan, NewPart } from '../../engine/new-image/new-part.ts'

interface Writing {
  readonly plan: NewImagePlan
  /** Of the source. */
  readonly layers: Layers
  /** Is given all of the file, in order, holes as zeros. */
  readonly hash: HashStream | undefined
  /** Is given what of the source’s disk is written. */
  readonly content: ContentDigest | undefined
}

/** Writes the image into `file`, which is empty. What cannot be read is a hole. */
export async function writeNewImage(file: ByteSink, writing: Writing, run: Run): Promise<void> {
  const { plan, hash } = writing
  const memory = new Uint8Array(PIECE)
  for await (const part of plan.parts(run)) {
    if (part.kind === 'zeros') await hash?.addZeros(part.length)
    else if (part.kind === 'disk') await writeDisk(file, part, { ...writing, memory }, run)
    else await Promise.all([writeData(file, part.offset, part.bytes), hash?.add(part.bytes)])
  }
  await file.resize(plan.size)
}

async function writeDisk(
  file: ByteSink,
  { offset, at }: Extract<NewPart, { kind: 'disk' }>,
  { plan, layers, hash, content, memory }: Writing & { readonly memory: Uint8Array },
  run: Run,
): Promise<void> {
  let done = 0
  for await (const piece of diskPieces(layers, at, run)) {
    const bytes = await readPiece(layers, at, piece, memory)
    content?.add(at.offset - plan.range.offset + piece.offset, bytes)
    await hash?.addZeros(piece.offset - done)
    await Promise.all([writeData(file, offset + piece.offset, bytes), hash?.add(bytes)])
    done = endOf(piece)
  }
  await hash?.addZeros(at.length - done)
}

/** Writes what is not all zero in blocks of `HOLE`, and gives where in `bytes` that is. */
export async function writeData(
  file: ByteSink,
  place: number,
  bytes: Uint8Array,
): Promise<readonly ByteRange[]> {
  const runs = dataRuns(bytes)
  for (const { offset, length } of runs) {
    await file.write(place + offset, bytes.subarray(offset, offset + length))
  }
  return runs
}
