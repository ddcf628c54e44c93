/** The log while it is replayed: QEMU reads it from the file that it is writing to, and obeys writes into it. */
import type { ByteRange, ByteSource } from '../bytes/byte-source.ts'
import { LatestCover } from '../bytes/latest-cover.ts'
import { endOf, overlaps } from '../bytes/ranges.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import { restoreSector, type SectorEdges } from '../format/log-entry.ts'
import type { LogRegion } from '../log/log.ts'
import { placeOf } from '../log/ring.ts'
import { preview } from '../update/preview.ts'
import { type Content, type Step, type WriteStep, writeRange } from '../update/step.ts'

export class RingOverlay {
  readonly #source: ByteSource
  readonly #region: LogRegion
  readonly #steps: Step[]
  readonly #size: number
  /** Which step wrote a sector of the log last, counted from 1; made when one does. */
  #writers: LatestCover | undefined

  /** `steps` is where `push` puts what is written. `source` has zeros behind its end at `size`. */
  constructor(source: ByteSource, size: number, region: LogRegion, steps: Step[]) {
    this.#source = source
    this.#region = region
    this.#steps = steps
    this.#size = size
  }

  push(step: WriteStep): void {
    this.#steps.push(step)
    const range = writeRange(step)
    if (!overlaps(range, this.#region)) return
    this.#writers ??= new LatestCover(this.#region.length / LOG_SECTOR_SIZE)
    const { first, end } = this.#sectorsOf(range)
    this.#writers.lay(this.#steps.length, first, end)
  }

  /** The sector at a position of the log, as it is by now. */
  async readSector(position: number): Promise<Uint8Array> {
    const place = placeOf(this.#region, position)
    const step = this.#writerOf(position)
    if (step === undefined) return this.#source.read(place, LOG_SECTOR_SIZE)
    const { content, offset } = step
    if (content.kind === 'zeros') return new Uint8Array(LOG_SECTOR_SIZE)
    if (content.kind === 'bytes') {
      return content.bytes.slice(place - offset, place - offset + LOG_SECTOR_SIZE)
    }
    return restoreSector(await this.#source.read(content.at, LOG_SECTOR_SIZE), content)
  }

  /** What a data sector that was read at `position` writes. */
  contentOf(position: number, data: Uint8Array, edges: SectorEdges): Content {
    const at = placeOf(this.#region, position)
    const isInFile = at + LOG_SECTOR_SIZE <= this.#size
    return isInFile && this.#writerOf(position) === undefined
      ? { kind: 'sector', at, ...edges }
      : { kind: 'bytes', bytes: restoreSector(data, edges) }
  }

  /** Any bytes of the file as they are by now. */
  readWritten(offset: number, length: number): Promise<Uint8Array> {
    const range = { offset, length }
    const isTouched = this.#steps.some(
      (step) => step.kind === 'write' && overlaps(writeRange(step), range),
    )
    const view = isTouched ? preview(this.#source, this.#steps) : this.#source
    return view.read(offset, length)
  }

  #writerOf(position: number): WriteStep | undefined {
    const writer = this.#writers?.at(position / LOG_SECTOR_SIZE) ?? 0
    const step = writer === 0 ? undefined : this.#steps[writer - 1]
    return step?.kind === 'write' ? step : undefined
  }

  /** Everything in the log is at multiples of its sectors, and so is what it writes. */
  #sectorsOf(range: ByteRange): { readonly first: number; readonly end: number } {
    const { offset, length } = this.#region
    const from = Math.max(0, range.offset - offset)
    const to = Math.min(length, endOf(range) - offset)
    return { first: Math.floor(from / LOG_SECTOR_SIZE), end: Math.ceil(to / LOG_SECTOR_SIZE) }
  }
}
