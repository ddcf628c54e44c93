/** The entries in one block of a directory, or in whatever stands for a block. */

import type { DirectoryEntry, NodeKind } from '../../guest-files.ts'
import { nameOf } from '../../names.ts'
import { Head } from '../../volumes/head.ts'

const ENTRY = 8

const KINDS: readonly (NodeKind | undefined)[] = [
  undefined,
  'file',
  'directory',
  'character-device',
  'block-device',
  'fifo',
  'socket',
  'link',
]

export interface EntryRules {
  /** Where the bytes are in the volume. */
  readonly at: number
  /** Whether these bytes begin the directory: its first two entries may be `.` and `..`. */
  readonly isFirst: boolean
  readonly hasFileTypes: boolean
  readonly fileTypeMask: number
}

/** All that there are up to the first one that cannot be; where that is, in these bytes. */
export function readEntries(
  bytes: Uint8Array,
  rules: EntryRules,
): { readonly entries: readonly DirectoryEntry[]; readonly damagedAt: number | undefined } {
  const head = new Head(bytes)
  const entries: DirectoryEntry[] = []
  let index = 0
  for (let at = 0; at < bytes.length; index++) {
    const length = entryLength(head, at)
    const nameLength = rules.hasFileTypes ? head.u8(at + 6) : head.u16(at + 6)
    const isWhole =
      length >= ENTRY &&
      length % 4 === 0 &&
      ENTRY + nameLength <= length &&
      at + length <= bytes.length
    if (!isWhole) return { entries, damagedAt: at }
    const node = head.u32(at)
    const name = bytes.subarray(at + ENTRY, at + ENTRY + nameLength)
    if (node !== 0 && !(rules.isFirst && isOwn(name, index))) {
      const kind = rules.hasFileTypes ? KINDS[head.u8(at + 7) & rules.fileTypeMask] : undefined
      entries.push({ name: nameOf(name), node, kind, at: { offset: rules.at + at, length } })
    }
    at += length
  }
  return { entries, damagedAt: undefined }
}

/** Lengths up to 256 KiB in 16 bits: all are multiples of four, and 65535 or none is all of 64 KiB. */
function entryLength(head: Head, at: number): number {
  const stored = head.u16(at + 4)
  if (head.length < 0x1_0000) return stored
  if (stored === 0xffff || stored === 0) return 0x1_0000
  return (stored & 0xfffc) | ((stored & 3) << 16)
}

/** `.` in front, `..` behind it. */
const isOwn = (name: Uint8Array, index: number): boolean =>
  index < 2 && name.length === index + 1 && name.every((byte) => byte === 0x2e)
