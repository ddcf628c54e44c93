/** The virtual disk as a new file of some format: slices of the open file, bytes of parents, runs of zeros. */
import type { ByteRange, Run } from '../../engine/bytes/byte-source.ts'
import { diskSizeProblem } from '../../engine/compose/disk-problems.ts'
import { diskSize } from '../../engine/disk/layers.ts'
import type { Layers } from '../../engine/disk/map-chain.ts'
import { isRaw } from '../../engine/image/kind-words.ts'
import { readDroppable } from '../../engine/new-image/droppable.ts'
import type { NewImagePlan } from '../../engine/new-image/new-part.ts'
import { planNewImage } from '../../engine/new-image/plan-new-image.ts'
import { rawDisk } from '../../engine/new-image/raw-disk.ts'
import { CallError } from '../client.ts'
import type { CurrentFile } from '../file/current-file.ts'
import { whyFreeIsKept } from '../file/free-kept.ts'
import { layersOf } from '../file/layers.ts'
import type { OpenFile } from '../file/open-file.ts'
import type { ImageWish } from '../protocol/disk.ts'
import { randomGuid } from '../workbench/random-ids.ts'
import type { CopyPart } from './copy-parts.ts'
import { blobOf, type CutDisk, diskSlices } from './disk-slices.ts'
import { joinPieces, type Piece } from './join-pieces.ts'

/** Nothing in a raw image says it. */
const RAW_SECTOR_SIZE = 512

/**
 * What the disk is read through; of a file that is a raw disk, that. Throws a `CallError` where it is none, or a
 * skeleton.
 */
export function exportedLayers(current: CurrentFile, state: ImageWish['state']): Layers {
  const { source, inspected } = current.file
  current.file.requireData('an export')
  if (!isRaw(inspected.inspection.identity.kind)) return layersOf(current, state)
  const problem = diskSizeProblem(BigInt(source.size), RAW_SECTOR_SIZE)
  if (problem !== undefined) throw new CallError('unreadable', problem)
  return [rawDisk(source, RAW_SECTOR_SIZE)]
}

/** A part of the disk of the open file, and what becomes of it. */
export class DiskExport {
  readonly plan: NewImagePlan
  readonly layers: Layers
  readonly #cut: CutDisk

  private constructor(file: OpenFile, layers: Layers, wish: ImageWish, plan: NewImagePlan) {
    this.plan = plan
    this.layers = layers
    const { kind } = file.inspected.inspection.identity
    this.#cut = { open: file, layers, state: wish.state, isRaw: isRaw(kind) }
  }

  /**
   * Throws a `CallError` where there can be no such image, or something of the disk is in a parent that is not open.
   * Of a dynamic VHDX it reads the blocks that may be zero.
   */
  static async plan(
    file: OpenFile,
    layers: Layers,
    wish: ImageWish,
    run?: Run,
  ): Promise<DiskExport> {
    const { offset, length, format = 'raw', blockSize, keepsId, dropsFree } = wish
    if (offset + length > diskSize(layers)) {
      throw new CallError('internal', 'The range reaches past the end of the disk.')
    }
    const { before, update } = file.viewed
    const image = (wish.state === 'after' ? update?.after : undefined) ?? before
    const ownId = keepsId ? image.metadata?.virtualDiskId : undefined
    const whyKept = dropsFree ? whyFreeIsKept(file, wish.state) : undefined
    if (whyKept !== undefined) throw new CallError('unreadable', whyKept)
    const dropFree = dropsFree
      ? (await readDroppable(layers, { offset, length }, run)).free
      : undefined
    const plan = await planNewImage(
      layers,
      {
        format,
        range: { offset, length },
        blockSize,
        // Whoever chooses a VHD is told what it has.
        ...(format === 'vhd' && { logicalSectorSize: 512 }),
        ids: {
          fileWriteGuid: randomGuid(),
          dataWriteGuid: randomGuid(),
          virtualDiskId: ownId ?? randomGuid(),
        },
        time: Date.now(),
        dropFree,
      },
      run,
    )
    if (!plan.ok) throw new CallError('unreadable', plan.reason)
    return new DiskExport(file, layers, wish, plan)
  }

  /**
   * Parts lie one behind the other and make the whole file. `onOwn` is told which bytes of the open
   * file are in them.
   */
  parts(run: Run, onOwn?: (range: ByteRange) => void): AsyncGenerator<CopyPart> {
    return joinPieces(this.#pieces(run, onOwn))
  }

  async allParts(run: Run): Promise<readonly CopyPart[]> {
    const all: CopyPart[] = []
    for await (const part of this.parts(run)) all.push(part)
    return all
  }

  async *#pieces(run: Run, onOwn?: (range: ByteRange) => void): AsyncGenerator<Piece> {
    for await (const part of this.plan.parts({ signal: run.signal })) {
      if (part.kind === 'disk') yield* diskSlices({ ...this.#cut, onOwn }, part.at, run)
      else if (part.kind === 'zeros') yield part
      else yield { kind: 'bytes', blob: blobOf(part.bytes), isHeld: false }
    }
  }
}
