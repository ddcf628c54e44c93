/** Content that is in the inode itself: in its i_block, and behind its fields as the attribute "system.data". */
import type { ByteRange } from '../../../bytes/byte-source.ts'
import type { FileExtent } from '../../guest-files.ts'
import { fieldsEnd, I_BLOCK, type Inode } from './inode.ts'

const MAGIC = 0xea02_0000
const HEADER = 4
const ENTRY = 16
/** How names that begin with "system." are stored. */
const SYSTEM = 7
const NAME = 'data'

/** Two places in the inode, of 60 bytes and of what "system.data" has; `undefined` where it has none. */
export function inlinePlaces(inode: Inode): {
  readonly first: ByteRange
  readonly second: ByteRange | undefined
} {
  const place = ({ offset, length }: ByteRange) => ({ offset: inode.at.offset + offset, length })
  const value = findValue(inode)
  return { first: place(I_BLOCK), second: value && place(value) }
}

/** The parts of the content: its size may say more than there is. */
export function inlineParts(inode: Inode): readonly FileExtent[] {
  const { first, second } = inlinePlaces(inode)
  const size = Number(inode.size)
  const parts: FileExtent[] = []
  let offset = 0
  for (const place of [first, second]) {
    const length = Math.min(place?.length ?? 0, size - offset)
    if (place === undefined || length <= 0) continue
    parts.push({ offset, length, from: 'record', at: { offset: place.offset, length } })
    offset += length
  }
  if (offset < size) {
    const reason = 'Its inode does not have so many bytes of content.'
    parts.push({ offset, length: size - offset, from: 'unreadable', reason })
  }
  return parts
}

/** Where the value of "system.data" is, in the inode. */
function findValue({ head, ...inode }: Inode): ByteRange | undefined {
  const start = fieldsEnd({ ...inode, head })
  if (start % 4 !== 0 || head.u32(start) !== MAGIC) return undefined
  const first = start + HEADER
  for (let at = first; at + ENTRY <= head.length && head.u32(at) !== 0; ) {
    const nameLength = head.u8(at)
    if (head.u8(at + 1) === SYSTEM && nameLength === NAME.length && head.has(at + ENTRY, NAME)) {
      const offset = first + head.u16(at + 2)
      const length = head.u32(at + 8)
      const isHere = head.u32(at + 4) === 0 && offset + length <= head.length
      return isHere ? { offset, length } : undefined
    }
    at += ENTRY + Math.ceil(nameLength / 4) * 4
  }
  return undefined
}
