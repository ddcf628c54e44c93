/** A planned image as a file in memory, and the disks that tests compare it with. */
import { createDigest } from '../engine/bytes/hash/digest.ts'
import { isZero } from '../engine/bytes/is-zero.ts'
import { SparseFile } from '../engine/compose/sparse-file.ts'
import { diskPieces, PIECE, readPiece } from '../engine/disk/disk-pieces.ts'
import { diskSize } from '../engine/disk/layers.ts'
import type { Layers } from '../engine/disk/map-chain.ts'
import type { NewImagePlan } from '../engine/new-image/new-part.ts'

/** Throws where the parts do not lie one behind the other, or do not make the whole file. */
export async function fileOfPlan(plan: NewImagePlan, layers: Layers): Promise<SparseFile> {
  const file = new SparseFile()
  const memory = new Uint8Array(PIECE)
  let end = 0
  for await (const part of plan.parts()) {
    if (part.offset !== end) throw new Error(`a part at ${part.offset} follows one to ${end}`)
    if (part.kind === 'bytes') file.put(part.offset, part.bytes)
    if (part.kind === 'disk') {
      for await (const piece of diskPieces(layers, part.at)) {
        const bytes = await readPiece(layers, part.at, piece, memory)
        if (!isZero(bytes)) file.put(part.offset + piece.offset, bytes)
      }
    }
    const length =
      part.kind === 'bytes'
        ? part.bytes.length
        : part.kind === 'disk'
          ? part.at.length
          : part.length
    if (length === 0) throw new Error(`a part at ${part.offset} is empty`)
    end += length
  }
  if (end !== plan.size) throw new Error(`the parts make ${end} bytes instead of ${plan.size}`)
  file.setSize(plan.size)
  return file
}

/** BLAKE3 of what is on a disk and not zero, with its place: the same for disks that read the same. */
export async function diskDigest(layers: Layers, range = wholeOf(layers)): Promise<string> {
  const digest = await createDigest('blake3')
  const memory = new Uint8Array(PIECE)
  digest.update(Buffer.from(`${range.length}`))
  for await (const piece of diskPieces(layers, range)) {
    const bytes = await readPiece(layers, range, piece, memory)
    if (isZero(bytes)) continue
    digest.update(Buffer.from(`@${piece.offset}`))
    digest.update(bytes)
  }
  return digest.hex()
}

const wholeOf = (layers: Layers) => ({ offset: 0, length: diskSize(layers) })
