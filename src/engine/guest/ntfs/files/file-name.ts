/** The structure FILE_NAME, which a file has once for each of its names, and its directory once more as the key. */
import type { ByteRange } from '../../../bytes/byte-source.ts'
import type { Head } from '../../volumes/head.ts'
import { type Reference, referenceAt } from './reference.ts'

export interface FileName {
  /** The directory that the name is in. */
  readonly parent: Reference
  readonly name: string
  /** Whether it is only the short name of DOS, beside which there is another one. */
  readonly isOnlyDos: boolean
  /** As of when the directory's entry was written. */
  readonly isDirectory: boolean
  readonly isReparsePoint: boolean
}

const FIXED = 66
const ONLY_DOS = 2
const DIRECTORY = 0x1000_0000
const REPARSE_POINT = 0x400

/** `undefined` where the name is not all in these bytes. */
export function fileNameAt(head: Head, { offset, length }: ByteRange): FileName | undefined {
  const units = head.u8(offset + 64)
  if (FIXED + 2 * units > length || offset + length > head.length) return undefined
  const flags = head.u32(offset + 56)
  return {
    parent: referenceAt(head, offset),
    name: head.wide(offset + FIXED, units),
    isOnlyDos: head.u8(offset + 65) === ONLY_DOS,
    isDirectory: (flags & DIRECTORY) !== 0,
    isReparsePoint: (flags & REPARSE_POINT) !== 0,
  }
}
