/** Whether a new image is what was planned: read like any other file, once more and from its beginning. */
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import { NIL_GUID } from '../bytes/guid.ts'
import { sliceSource } from '../bytes/slice-source.ts'
import { diagnose } from '../diagnosis/diagnose.ts'
import { diskPieces, PIECE, readPiece } from '../disk/disk-pieces.ts'
import { diskSource } from '../disk/disk-source.ts'
import { diskSize, layersOf } from '../disk/layers.ts'
import type { Layers } from '../disk/map-chain.ts'
import type { Inspected } from '../inspect/inspect.ts'
import { inspect } from '../inspect/inspect.ts'
import { surveyBlocks } from '../inspect/survey.ts'
import { ContentDigest } from './content-digest.ts'
import type { NewImagePlan } from './new-part.ts'

/** What was planned, and what was written by it. */
export interface WrittenImage {
  readonly plan: NewImagePlan
  /** Of the source. */
  readonly layers: Layers
  /** The digest of what the source’s disk held while it was written (`ContentDigest`). */
  readonly content: string
}

/**
 * Resolves with what is wrong, in words that go on a sentence. Reads all that the new image has of the source, and of
 * the source nothing but tables. Progress is in bytes of the disk. Throws what `file` throws.
 */
export async function findImageFault(
  file: ByteSource,
  { plan, layers, content }: WrittenImage,
  run?: Run,
): Promise<string | undefined> {
  const made = await openNewImage(file, plan, run)
  if ('fault' in made) return made.fault
  const { range } = plan
  const pieces =
    plan.format === 'vhdx'
      ? piecesOf(made.layers, { offset: 0, length: plan.diskSize }, run)
      : // Most of it may be a hole in the file, which takes as long to read as data.
        atPlacesOf(made.disk, { layers, range }, run)
  return otherContent(pieces, content)
}

/** A new image as any reader has it. */
export interface OpenedImage {
  /** Of the size that was planned. */
  readonly disk: ByteSource
  /** Of a VHDX; else empty. */
  readonly layers: Layers
}

/** Or what is wrong with all but what its disk holds, in words that go on a sentence. Throws what `file` throws. */
export async function openNewImage(
  file: ByteSource,
  plan: NewImagePlan,
  run?: Run,
): Promise<OpenedImage | { readonly fault: string }> {
  if (file.size !== plan.size) return { fault: 'its size is not right' }
  if (plan.format === 'raw' || plan.format === 'vhd') {
    return (await otherBytes(file, plan))
      ? { fault: 'its end is not as planned' }
      : { disk: sliceSource(file, { offset: 0, length: plan.diskSize }), layers: [] }
  }
  const quiet = run && { ...run, onProgress: undefined }
  const inspected = await surveyBlocks(
    await inspect(file, { fileWriteGuid: NIL_GUID }, quiet),
    quiet,
  )
  const fault = await faultOf(inspected)
  if (fault !== undefined) return { fault }
  const layers = layersOf(inspected.before)
  return diskSize(layers) === plan.diskSize
    ? { disk: diskSource(layers), layers }
    : { fault: 'its disk has another size' }
}

async function faultOf(inspected: Inspected): Promise<string | undefined> {
  const { outcome } = inspected.inspection
  if (outcome !== 'clean') return `it is ${outcome}`
  const { condition } = await diagnose(inspected)
  return condition === 'sound' ? undefined : `it is ${condition}`
}

/** Whether a part that was written as bytes is not there: what a VHD has behind its disk. */
async function otherBytes(file: ByteSource, plan: NewImagePlan): Promise<boolean> {
  for await (const part of plan.parts()) {
    if (part.kind !== 'bytes') continue
    const found = await file.read(part.offset, part.bytes.length)
    if (part.bytes.some((byte, at) => byte !== found[at])) return true
  }
  return false
}

interface Found {
  readonly offset: number
  readonly bytes: Uint8Array
}

async function* piecesOf(layers: Layers, range: ByteRange, run?: Run): AsyncGenerator<Found> {
  const memory = new Uint8Array(Math.min(PIECE, range.length))
  for await (const piece of diskPieces(layers, range, run)) {
    run?.onProgress?.(piece.offset, range.length)
    yield { offset: piece.offset, bytes: await readPiece(layers, range, piece, memory) }
  }
}

/** What `disk` has where the source has something. */
async function* atPlacesOf(
  disk: ByteSource,
  { layers, range }: { readonly layers: Layers; readonly range: ByteRange },
  run?: Run,
): AsyncGenerator<Found> {
  for await (const { offset, length } of diskPieces(layers, range, run)) {
    run?.onProgress?.(offset, range.length)
    yield { offset, bytes: await disk.read(offset, length) }
  }
}

async function otherContent(
  pieces: AsyncIterable<Found>,
  content: string,
): Promise<string | undefined> {
  const digest = await ContentDigest.start()
  for await (const { offset, bytes } of pieces) digest.add(offset, bytes)
  return digest.hex() === content ? undefined : 'its disk does not hold what the source does'
}
