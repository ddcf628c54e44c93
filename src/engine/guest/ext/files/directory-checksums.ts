/** The checksums of blocks of directories: behind the entries of a leaf, and behind those of a node of the index. */
import { Head } from '../../volumes/head.ts'
import { type InodeSeed, isBlockRight } from '../checksums.ts'

/** An entry that is none: 12 bytes of no inode, whose type says that its name is a checksum. */
const TAIL = 12
const TAIL_TYPE = 0xde
const INDEX_ENTRY = 8
/** `.` and `..` are in front of the root of an index, and what says how it is made. */
const ROOT_ENTRIES = 32
const NODE_ENTRIES = 8
const NOTHING = new Uint8Array(4)

/** `undefined` of a block that has no checksum. `bytes` is all of one. */
export function isDirectoryBlockRight(
  seed: InodeSeed,
  bytes: Uint8Array,
  isIndexed: boolean,
): boolean | undefined {
  const head = new Head(bytes)
  const tail = bytes.length - TAIL
  if (head.u32(tail) === 0 && head.u16(tail + 4) === TAIL && head.u8(tail + 7) === TAIL_TYPE) {
    return isBlockRight(seed, [bytes.subarray(0, tail)], head.u32(tail + 8))
  }
  const entries = isIndexed ? indexEntries(head) : undefined
  if (entries === undefined) return undefined
  const [limit, count] = [head.u16(entries), head.u16(entries + 2)]
  const end = entries + limit * INDEX_ENTRY
  if (count > limit || end + 8 > bytes.length) return undefined
  const parts = [
    bytes.subarray(0, entries + count * INDEX_ENTRY),
    bytes.subarray(end, end + 4),
    NOTHING,
  ]
  return isBlockRight(seed, parts, head.u32(end + 4))
}

/** Where the entries of a node of the index begin; `undefined` where these bytes are none. */
function indexEntries(head: Head): number | undefined {
  const all = head.length === 0x1_0000 ? 0xffff : head.length
  const isNode = head.u32(0) === 0 && (head.u16(4) === all || head.u16(4) === head.length)
  if (isNode) return NODE_ENTRIES
  const isRoot = head.u16(4) === 12 && (head.u16(16) & 0xfffc) === head.length - 12
  return isRoot && head.u32(24) === 0 && head.u8(29) === 8 ? ROOT_ENTRIES : undefined
}
