/** The entries in one node of a directory's tree of names: of its root, or of a block. */
import type { ByteRange } from '../../../bytes/byte-source.ts'
import type { Head } from '../../volumes/head.ts'
import { type FileName, fileNameAt } from './file-name.ts'
import { type Reference, referenceAt } from './reference.ts'

export interface IndexEntry {
  readonly file: Reference
  readonly name: FileName
  /** In the bytes of the node. */
  readonly at: ByteRange
}

export interface IndexEntries {
  readonly entries: readonly IndexEntry[]
  /** Whether all of them could be read. */
  readonly isWhole: boolean
}

const HEADER = 16
const ENTRY_HEADER = 16
const LAST = 2

/** Of the node whose index header lies at `header`. */
export function indexEntries(node: Head, header: number): IndexEntries {
  const entries: IndexEntry[] = []
  const first = node.u32(header)
  const end = header + node.u32(header + 4)
  let isWhole = first >= HEADER && end <= node.length
  for (let at = header + first, length = 0; isWhole; at += length) {
    length = node.u16(at + 8)
    isWhole = length >= ENTRY_HEADER && at + length <= end
    if (!isWhole || (node.u16(at + 12) & LAST) !== 0) break
    const key = { offset: at + ENTRY_HEADER, length: node.u16(at + 10) }
    const name = key.length > length - ENTRY_HEADER ? undefined : fileNameAt(node, key)
    if (name === undefined) return { entries, isWhole: false }
    entries.push({ file: referenceAt(node, at), name, at: { offset: at, length } })
  }
  return { entries, isWhole }
}
