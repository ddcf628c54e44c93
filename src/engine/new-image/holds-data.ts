/** Whether bytes of a file hold anything but zeros: the first few are asked first. */
import { type ByteRange, type ByteSource, type Run, readInto } from '../bytes/byte-source.ts'
import { isZero } from '../bytes/is-zero.ts'
import { takeTurn } from '../bytes/pace.ts'
import { KIB, MIB } from '../format/layout.ts'

/** What is read first, in bytes: it settles nearly every block that holds data. */
const FIRST = 4 * KIB
/** Then so many times as much, as long as there is nothing but zeros, up to a piece. */
const GROWTH = 16
/** What is read at once at the most; callers have so much memory ready. */
export const MOST_READ = MIB

/** Reads into `memory`, of `MOST_READ` bytes, no more than it takes to know. Throws what the source throws. */
export async function holdsData(
  source: ByteSource,
  { offset, length }: ByteRange,
  memory: Uint8Array,
  run?: Run,
): Promise<boolean> {
  let most = FIRST
  for (let at = 0; at < length; ) {
    const bytes = memory.subarray(0, Math.min(most, length - at))
    await readInto(source, offset + at, bytes)
    if (!isZero(bytes)) return true
    at += bytes.length
    if (most === MOST_READ) await takeTurn(run)
    most = Math.min(most * GROWTH, MOST_READ)
  }
  return false
}
