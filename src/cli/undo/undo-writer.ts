/** Makes an undo file: before a replay in place changes anything. */
import { createHash } from 'node:crypto'
import type { ByteRange, ByteSource } from '../../engine/bytes/byte-source.ts'
import type { Guid } from '../../engine/bytes/guid.ts'
import { isZero } from '../../engine/bytes/is-zero.ts'
import { endOf } from '../../engine/bytes/ranges.ts'
import { sealChecksum } from '../../engine/format/checksum.ts'
import { HEADER_OFFSETS, HEADER_SIZE, KIB, MIB } from '../../engine/format/layout.ts'
import type { Inspected } from '../../engine/inspect/inspect.ts'
import { preview } from '../../engine/update/preview.ts'
import { Failure } from '../failure.ts'
import { fingerprint } from '../files/fingerprint.ts'
import type { NodeFile } from '../files/node-file.ts'
import {
  MAX_UNDO_RUNS,
  UNDO_DATA_OFFSET,
  UNDO_HEADERS_OFFSET,
  UNDO_SIGNATURE,
  UNDO_VERSION,
  undoHeader,
  undoRun,
} from './undo-format.ts'

/** Old bytes are looked at by pieces: those of zeros take no room. */
const PIECE = 4 * KIB

interface Run extends ByteRange {
  readonly isStored: boolean
}

/**
 * What the replay writes over, without the headers, in order and joined where it is side by side.
 * Behind the image's end there is nothing to keep.
 */
export function overwritten({ before, update }: Inspected): readonly ByteRange[] {
  const joined: ByteRange[] = []
  for (const { offset, length, step } of update?.result.extents ?? []) {
    const end = Math.min(offset + length, before.source.size)
    if (step.cause.kind === 'header' || end <= offset) continue
    const last = joined.at(-1)
    if (last && endOf(last) === offset) {
      joined[joined.length - 1] = { offset: last.offset, length: end - last.offset }
    } else joined.push({ offset, length: end - offset })
  }
  return joined
}

export interface UndoParams {
  /** The image before the replay. */
  readonly source: ByteSource
  readonly inspected: Inspected
  /** What the replay writes into the headers: the image is known by it afterwards. */
  readonly fileWriteGuid: Guid
  readonly signal: AbortSignal
}

/** Fills `undo`, an empty file, and makes it stable. */
export async function writeUndo(undo: NodeFile, params: UndoParams): Promise<void> {
  const { source, inspected, fileWriteGuid, signal } = params
  const { before, scan, update } = inspected
  const { current } = before.headers
  if (!scan || !update || current?.values === undefined) {
    throw new RangeError('only a replay can be undone')
  }
  const body = new Body(undo)
  for (const at of HEADER_OFFSETS) await body.append(await source.read(at, HEADER_SIZE))
  const ranges = overwritten(inspected)
  const result = preview(source, update.plan.steps)
  const runs = await appendOld(body, source, ranges, signal)
  const dataLength = body.end - UNDO_DATA_OFFSET
  for (const { offset, length, isStored } of runs) {
    const values = { offset: BigInt(offset), length: BigInt(length), isStored: isStored ? 1 : 0 }
    await body.append(undoRun.encode(values))
  }
  const bodyDigest = await body.finish()
  const header = undoHeader.encode({
    signature: UNDO_SIGNATURE,
    version: UNDO_VERSION,
    runCount: runs.length,
    sizeBefore: BigInt(source.size),
    sizeAfter: BigInt(update.plan.sizeAfter),
    logOffset: BigInt(scan.region.offset),
    logLength: BigInt(scan.region.length),
    dataLength: BigInt(dataLength),
    currentCopy: current.copy,
    logGuid: scan.guid,
    fileWriteGuidBefore: current.values.fileWriteGuid,
    fileWriteGuid,
    logDigest: Buffer.from(await fingerprint(source, [scan.region], signal), 'hex'),
    resultDigest: Buffer.from(await fingerprint(result, ranges, signal), 'hex'),
    bodyDigest,
  })
  await undo.write(0, sealChecksum(header))
  await undo.flush()
}

/** Appends what the ranges hold and gives back where it belongs. */
async function appendOld(
  body: Body,
  source: ByteSource,
  ranges: readonly ByteRange[],
  signal: AbortSignal,
): Promise<readonly Run[]> {
  const runs: Run[] = []
  for (const range of ranges) {
    for (let at = range.offset; at < endOf(range); at += MIB) {
      signal.throwIfAborted()
      const part = await source.read(at, Math.min(MIB, endOf(range) - at))
      for (let from = 0; from < part.length; from += PIECE) {
        const bytes = part.subarray(from, from + PIECE)
        const isStored = !isZero(bytes)
        if (isStored) await body.append(bytes)
        addRun(runs, { offset: at + from, length: bytes.length, isStored })
        if (runs.length > MAX_UNDO_RUNS) {
          throw new Failure(
            'What the replay writes over is in too many pieces for an undo file: say --no-undo to do without, or make a copy.',
          )
        }
      }
    }
  }
  return runs
}

function addRun(runs: Run[], run: Run): void {
  const last = runs.at(-1)
  if (last?.isStored === run.isStored && endOf(last) === run.offset) {
    runs[runs.length - 1] = { ...last, length: last.length + run.length }
  } else runs.push(run)
}

/** What follows the header, written in large pieces. */
class Body {
  readonly #file: NodeFile
  readonly #hash = createHash('sha256')
  #waiting: Uint8Array[] = []
  #waitingLength = 0
  #written = UNDO_HEADERS_OFFSET

  constructor(file: NodeFile) {
    this.#file = file
  }

  /** Where the next bytes go. */
  get end(): number {
    return this.#written + this.#waitingLength
  }

  async append(bytes: Uint8Array): Promise<void> {
    this.#waiting.push(bytes)
    this.#waitingLength += bytes.length
    if (this.#waitingLength >= MIB) await this.#write()
  }

  async #write(): Promise<void> {
    const bytes = Buffer.concat(this.#waiting)
    this.#hash.update(bytes)
    await this.#file.write(this.#written, bytes)
    this.#written += bytes.length
    this.#waiting = []
    this.#waitingLength = 0
  }

  /** Writes what is left; gives the digest of all. */
  async finish(): Promise<Uint8Array> {
    await this.#write()
    return this.#hash.digest()
  }
}
