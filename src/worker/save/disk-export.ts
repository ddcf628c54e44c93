/** A part of the virtual disk as what is to be written: slices of the file, bytes of parents, runs of zeros. */
import type { ByteRange, Run } from '../../engine/bytes/byte-source.ts'
import { formatBytes } from '../../engine/bytes/format.ts'
import { endOf } from '../../engine/bytes/ranges.ts'
import { type PartSurvey, surveyPart } from '../../engine/disk/disk-parts.ts'
import { diskSource } from '../../engine/disk/disk-source.ts'
import { diskSize } from '../../engine/disk/layers.ts'
import type { ChainExtent, Layers } from '../../engine/disk/map-chain.ts'
import { walkDisk } from '../../engine/disk/walk-disk.ts'
import { MIB } from '../../engine/format/layout.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import { CallError } from '../client.ts'
import type { OpenFile } from '../file/open-file.ts'
import { type CopyPart, copyParts } from './copy-parts.ts'

/** A slice that is given to the browser at once has no more pieces than these. */
const MAX_PIECES = 256
/** Bytes of a parent that are in memory at once. */
const PARENT_PIECE = 8 * MIB

type FileExtent = Extract<ChainExtent, { from: 'file' }>

export class DiskExport {
  readonly range: ByteRange
  readonly #file: OpenFile
  readonly #layers: Layers
  readonly #state: State

  /** Throws a `CallError` where the range is not on the disk. */
  constructor(file: OpenFile, layers: Layers, state: State, range: ByteRange) {
    if (endOf(range) > diskSize(layers)) {
      throw new CallError('internal', 'The range reaches past the end of the disk.')
    }
    this.range = range
    this.#file = file
    this.#layers = layers
    this.#state = state
  }

  survey(run: Run): Promise<PartSurvey> {
    return surveyPart(this.#layers, this.range, run)
  }

  /** Bytes of the part, by their place in the export. */
  read(offset: number, length: number): Promise<Uint8Array> {
    return diskSource(this.#layers).read(this.range.offset + offset, length)
  }

  /**
   * Parts lie one behind the other and make the whole export. `onOwn` is told which bytes of the open
   * file are in them.
   */
  async *parts(run: Run, onOwn?: (range: ByteRange) => void): AsyncGenerator<CopyPart> {
    let pieces: Blob[] = []
    let start = 0
    let at = 0
    const take = (): CopyPart => {
      const part: CopyPart = { kind: 'bytes', offset: start, blob: new Blob(pieces) }
      pieces = []
      return part
    }
    for await (const extent of walkDisk(this.#layers, this.range, { signal: run.signal })) {
      if (extent.from === 'file' && extent.layer === 0) {
        onOwn?.({ offset: extent.fileOffset, length: extent.length })
      }
      for await (const piece of this.#piecesOf(extent, run)) {
        if (piece.kind === 'zeros') {
          if (pieces.length > 0) yield take()
          yield { kind: 'zeros', offset: at, length: piece.length }
          at += piece.length
          start = at
          continue
        }
        pieces.push(piece.blob)
        at += piece.blob.size
        // Bytes of a parent are in memory until they are written.
        if (pieces.length < MAX_PIECES && extent.layer === 0) continue
        yield take()
        start = at
      }
    }
    if (pieces.length > 0) yield take()
  }

  async allParts(run: Run): Promise<readonly CopyPart[]> {
    const all: CopyPart[] = []
    for await (const part of this.parts(run)) all.push(part)
    return all
  }

  /** What the extent is made of, by its place in the file that it is from. */
  async *#piecesOf(extent: ChainExtent, run: Run): AsyncGenerator<CopyPart> {
    if (extent.from !== 'file') {
      yield { kind: 'zeros', offset: 0, length: extent.length }
      return
    }
    if (extent.layer === 0) {
      yield* await this.#ownParts(extent, run)
      return
    }
    const source = this.#layers[extent.layer]?.source
    for (let at = 0; source && at < extent.length; at += PARENT_PIECE) {
      const offset = extent.fileOffset + at
      const bytes = await source.read(offset, Math.min(PARENT_PIECE, extent.length - at))
      yield { kind: 'bytes', offset, blob: new Blob([bytes as Uint8Array<ArrayBuffer>]) }
    }
  }

  /** Of the file in the state that is exported, no more than the extent has. */
  async #ownParts({ fileOffset, length }: FileExtent, run: Run): Promise<readonly CopyPart[]> {
    const { file, viewed } = this.#file
    const range = { offset: fileOffset, length }
    if (this.#state === 'before' || !viewed.update) {
      return [{ kind: 'bytes', offset: fileOffset, blob: file.slice(fileOffset, endOf(range)) }]
    }
    return copyParts(file, viewed.update.result, { signal: run.signal }, range)
  }
}

/** Throws a `CallError` where a part of the disk is in a parent that is not open. */
export function checkPart({ missing }: PartSurvey): void {
  if (missing === 0) return
  const amount = formatBytes(missing)
  throw new CallError(
    'unreadable',
    `${amount} of this part of the disk may be in the parent, which is not open.`,
  )
}
