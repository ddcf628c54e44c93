/**
 * Many small ranges of a file in few reads. A read of a Blob costs about 0.4 ms, whatever it reads: a
 * thousand scattered sectors take 0.4 s one by one, 0.14 s as composite Blobs of 64 ranges.
 */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import { endOf, joinRanges } from '../../engine/bytes/ranges.ts'
import { KIB, MIB } from '../../engine/format/layout.ts'

const MAX_RANGES = 64
const MAX_BYTES = 8 * MIB
/** Ranges this near are read as one, with what is between them: that costs no more than a range. */
const MAX_GAP = 64 * KIB

/**
 * Ranges, in order of offset, with those that overlap or are near each other joined: to `longest`
 * bytes at most, unless one has more by itself.
 */
export const joinNear = (ranges: readonly ByteRange[], longest: number): readonly ByteRange[] =>
  joinRanges(ranges, { gap: MAX_GAP, longest })

/** Ranges of a file, none of them empty, and their bytes one behind the other. */
export interface Batch {
  readonly ranges: readonly ByteRange[]
  readonly blob: Blob
}

/**
 * Puts ranges together, in order; those that are too long for one batch are cut. Lazy: to make a
 * batch takes a third of the time that it costs, and can be done while another one is read.
 */
export function* batchesOf(file: Blob, ranges: readonly ByteRange[]): Generator<Batch> {
  let open: ByteRange[] = []
  let bytes = 0
  for (const range of ranges) {
    for (let offset = range.offset; offset < endOf(range); ) {
      if (open.length === MAX_RANGES || bytes === MAX_BYTES) {
        yield { ranges: open, blob: blobOf(file, open) }
        open = []
        bytes = 0
      }
      const length = Math.min(endOf(range) - offset, MAX_BYTES - bytes)
      open.push({ offset, length })
      offset += length
      bytes += length
    }
  }
  if (open.length > 0) yield { ranges: open, blob: blobOf(file, open) }
}

function blobOf(file: Blob, ranges: readonly ByteRange[]): Blob {
  const slices = ranges.map((range) => file.slice(range.offset, endOf(range)))
  const [only] = slices
  return only && slices.length === 1 ? only : new Blob(slices)
}

/** How many reads are worth having under way at once. */
const PARALLEL = 8

/** Calls `visit` with each item, a few at a time, in any order. After a failure it takes no more. */
export async function forEachParallel<T>(
  items: Iterable<T>,
  visit: (item: T, index: number) => Promise<void>,
): Promise<void> {
  const queue = items[Symbol.iterator]()
  let count = 0
  let failed = false
  const take = async (): Promise<void> => {
    for (let next = queue.next(); !next.done && !failed; next = queue.next()) {
      await visit(next.value, count++).catch((error: unknown) => {
        failed = true
        throw error
      })
    }
  }
  await Promise.all(Array.from({ length: PARALLEL }, take))
}
