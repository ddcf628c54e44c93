/** How NTFS names a record: by its number, and by which use of it is meant. */
import type { Head } from '../../volumes/head.ts'

export interface Reference {
  /** Of the record, in the table of files. */
  readonly record: number
  /** How often the record has been used, so that an old reference leads to no new file; 0 is not checked. */
  readonly sequence: number
}

export const referenceAt = (head: Head, at: number): Reference => ({
  record: head.u32(at) + head.u16(at + 4) * 2 ** 32,
  sequence: head.u16(at + 6),
})

export const isSameUse = (a: number, b: number): boolean => a === b || a === 0 || b === 0

/** Which use of itself a record is. */
export const sequenceOf = (record: Head): number => record.u16(0x10)

/** What a record describes a part of; its number is 0 where it describes a file of its own. */
export const baseOf = (record: Head): Reference => referenceAt(record, 0x20)

const DIRECTORY = 2

/** Whether a record says that it describes a directory. */
export const isDirectoryRecord = (record: Head): boolean => (record.u16(0x16) & DIRECTORY) !== 0
