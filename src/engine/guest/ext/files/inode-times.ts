/** The times of an inode: seconds in 32 bits, and in newer ones two bits more of them and nanoseconds. */
import type { GuestTime, Stat } from '../../guest-files.ts'
import { fieldsEnd, type Inode } from './inode.ts'

const SECOND = 1_000_000_000n
const FIELD = 4

export function timesOf(inode: Inode): Stat['times'] {
  const end = fieldsEnd(inode)
  const created = end >= 0x90 + FIELD ? timeAt(inode, 0x90, 0x94) : undefined
  return {
    modified: timeAt(inode, 16, 0x88),
    changed: timeAt(inode, 12, 0x84),
    accessed: timeAt(inode, 8, 0x8c),
    ...(created && { created }),
  }
}

/** `more` is where what did not fit in the first field is, if the inode goes so far. */
function timeAt(inode: Inode, at: number, more: number): GuestTime {
  const { head } = inode
  const low = BigInt(head.u32(at) | 0)
  if (fieldsEnd(inode) < more + FIELD) return { nanoseconds: low * SECOND }
  const extra = head.u32(more)
  // The two bits are added to a number that may be negative: 0 is 1901 to 2038, whatever its sign.
  const seconds = low + (BigInt(extra & 3) << 32n)
  const part = BigInt(extra >>> 2)
  return { nanoseconds: seconds * SECOND + (part < SECOND ? part : 0n) }
}
