/** The entries of one file or directory of an exFAT: the file's own, that of its stream, and those of its name. */

import { ENTRY_SIZE } from '../clusters/cluster-format.ts'
import type { ContentPlace } from '../clusters/content-place.ts'
import { Head } from '../volumes/head.ts'
import { nameHash, setChecksum, type UpcaseTable } from './checksums.ts'

/** Types of entries, sections 6.2.1 and 7 of Microsoft's specification. */
export const END = 0
export const IN_USE = 0x80
/** Of a type: the entry belongs to one before it. */
const SECONDARY = 0x40
export const FILE = 0x85
const STREAM = 0xc0
const NAME = 0xc1
/** Characters of 16 bits in an entry of a name. */
const UNITS = 15
const DIRECTORY = 0x10
/** Flags of a stream. */
const MAY_HAVE_CLUSTERS = 1
const NO_CHAIN = 2

export const isSecondary = (type: number): boolean =>
  (type & (IN_USE | SECONDARY)) === (IN_USE | SECONDARY)

export interface EntrySet {
  readonly name: string
  readonly kind: 'file' | 'directory'
  readonly content: ContentPlace
  readonly problems: readonly string[]
}

/** Of all the bytes of a set; `undefined` where it does not say where its content is, or has no name. */
export function readEntrySet(bytes: Uint8Array, upcase?: UpcaseTable): EntrySet | undefined {
  const head = new Head(bytes)
  const stream = ENTRY_SIZE
  if (head.u8(0) !== FILE || head.u8(stream) !== STREAM) return undefined
  const units = nameUnits(head, head.u8(stream + 3))
  if (units.length === 0) return undefined
  const flags = head.u8(stream + 1)
  const [written, size] = [head.u64(stream + 8), head.u64(stream + 24)]
  const mayHave = (flags & MAY_HAVE_CLUSTERS) !== 0
  return {
    name: String.fromCharCode(...units),
    kind: (head.u16(4) & DIRECTORY) !== 0 ? 'directory' : 'file',
    content: {
      firstCluster: mayHave ? head.u32(stream + 20) : 0,
      size,
      written: written < size ? written : size,
      isContiguous: (flags & NO_CHAIN) !== 0,
    },
    problems: [
      ...(setChecksum(bytes) === head.u16(2) ? [] : ['The checksum of its entries is wrong.']),
      ...(!upcase || nameHash(units, upcase) === head.u16(stream + 4)
        ? []
        : ['The hash of its name is wrong: Windows may not find it by its name.']),
      ...(units.length < head.u8(stream + 3) ? ['Its name is not whole.'] : []),
      ...(written > size ? ['It says that more of it was written than it has.'] : []),
      ...(mayHave || size === 0n ? [] : ['It says that it has a content, but no clusters.']),
    ],
  }
}

/** Of all entries of the name that there are: other ones may be among them, as those of vendors. */
function nameUnits(head: Head, length: number): readonly number[] {
  const units: number[] = []
  for (let at = 2 * ENTRY_SIZE; at < head.length; at += ENTRY_SIZE) {
    if (head.u8(at) !== NAME) continue
    for (let i = 0; i < UNITS && units.length < length; i++) units.push(head.u16(at + 2 + 2 * i))
  }
  return units
}
