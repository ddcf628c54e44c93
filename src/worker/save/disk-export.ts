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
import { blobOfParts, type CopyPart } from './copy-parts.ts'

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
    const own = await this.#ownFile(run)
    let pieces: Blob[] = []
    let start = 0
    let at = 0
    const take = (): CopyPart => {
      const part: CopyPart = { kind: 'bytes', offset: start, blob: new Blob(pieces) }
      pieces = []
      return part
    }
    for await (const extent of walkDisk(this.#layers, this.range, { signal: run.signal })) {
      if (extent.from !== 'file') {
        if (pieces.length > 0) yield take()
        yield { kind: 'zeros', offset: at, length: extent.length }
        at += extent.length
        start = at
        continue
      }
      if (extent.layer === 0) onOwn?.({ offset: extent.fileOffset, length: extent.length })
      for await (const piece of this.#piecesOf(extent, own)) {
        pieces.push(piece)
        at += piece.size
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

  async *#piecesOf(extent: FileExtent, own: Blob): AsyncGenerator<Blob> {
    if (extent.layer === 0) {
      yield own.slice(extent.fileOffset, extent.fileOffset + extent.length)
      return
    }
    const source = this.#layers[extent.layer]?.source
    for (let at = 0; source && at < extent.length; at += PARENT_PIECE) {
      const length = Math.min(PARENT_PIECE, extent.length - at)
      const bytes = await source.read(extent.fileOffset + at, length)
      yield new Blob([bytes as Uint8Array<ArrayBuffer>])
    }
  }

  /** The file in the state that is exported. */
  async #ownFile(run: Run): Promise<Blob> {
    const { file, inspected } = this.#file
    if (this.#state === 'before' || !inspected.replay) return file
    return blobOfParts(await this.#file.parts({ signal: run.signal }))
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
