/** Proof that an exported disk is what was planned: the new image is opened as any reader does, and compared. */
import type { ByteRange, ByteSource, Run } from '../../engine/bytes/byte-source.ts'
import { cached } from '../../engine/bytes/cached-source.ts'
import { firstDifference } from '../../engine/bytes/first-difference.ts'
import { clipRange, endOf } from '../../engine/bytes/ranges.ts'
import { readAhead } from '../../engine/bytes/read-ahead.ts'
import { diskPieces } from '../../engine/disk/disk-pieces.ts'
import { diskSource } from '../../engine/disk/disk-source.ts'
import { openNewImage } from '../../engine/new-image/find-image-fault.ts'
import { COPY, notAsPlanned } from '../errors.ts'
import { CACHE } from '../file/cache.ts'
import { blobSource } from '../file/files.ts'
import { EXPORT_SAMPLE as SAMPLE, EXPORT_SAMPLES as SAMPLES } from '../protocol/save.ts'
import type { DiskExport } from './disk-export.ts'

/** Places that are on their way while one is compared. */
const AHEAD = 7

const failed = (what: string) => notAsPlanned(`The export is not as planned: ${what}`)

/**
 * Both ends of the disk are read back, and places between them; of an image that is not raw and `isWhole` all that the
 * source has. Gives how many bytes that were. Throws a `CallError`.
 */
export async function verifyDisk(
  copy: Blob,
  { plan, layers }: DiskExport,
  isWhole: boolean,
  run: Run,
): Promise<number> {
  if (copy.size !== plan.size) throw failed(`it has ${copy.size} bytes instead of ${plan.size}`)
  const opened = await openNewImage(cached(blobSource(copy, COPY), CACHE), plan, run)
  if ('fault' in opened) throw failed(opened.fault)
  const { range } = plan
  const source = plannedDisk(diskSource(layers), range, plan.dropped())
  const all = plan.format !== 'raw' && isWhole
  const places = all ? diskPieces(layers, range, run) : samplesIn(range.length)
  const total = all ? range.length : Math.min(range.length, SAMPLES * SAMPLE)
  const read = async ({ offset, length }: ByteRange) => ({
    offset,
    expected: await source.read(offset, length),
    found: await opened.disk.read(offset, length),
  })
  let done = 0
  for await (const { offset, expected, found } of readAhead(places, AHEAD, read)) {
    const differs = firstDifference(expected, found)
    if (differs !== undefined) throw failed(`the byte at ${offset + differs} is another one`)
    done += found.length
    run.onProgress?.(all ? offset + found.length : done, total)
  }
  return done
}

/** The range of the source’s disk, with zeros where something is left out: reads have to be in order of place. */
function plannedDisk(disk: ByteSource, range: ByteRange, dropped: Iterable<ByteRange>): ByteSource {
  const left = dropped[Symbol.iterator]()
  let next: ByteRange | undefined = left.next().value
  return {
    size: range.length,
    async read(offset, length) {
      const wanted = { offset: range.offset + offset, length }
      const gaps: ByteRange[] = []
      while (next !== undefined && next.offset < endOf(wanted)) {
        if (endOf(next) > wanted.offset) gaps.push(clipRange(next, wanted))
        if (endOf(next) > endOf(wanted)) break
        next = left.next().value
      }
      const bytes = await disk.read(wanted.offset, length)
      for (const gap of gaps) {
        bytes.fill(0, gap.offset - wanted.offset, endOf(gap) - wanted.offset)
      }
      return bytes
    },
  }
}

/** Spread evenly, each once. */
function samplesIn(length: number): readonly ByteRange[] {
  const last = Math.max(0, length - SAMPLE)
  const count = Math.min(SAMPLES, Math.ceil(length / SAMPLE))
  const placeOf = (i: number): number =>
    length <= SAMPLES * SAMPLE ? i * SAMPLE : Math.floor((last * i) / (count - 1))
  return Array.from({ length: count }, (_, i) => {
    const offset = placeOf(i)
    return { offset, length: Math.min(SAMPLE, length - offset) }
  })
}
