/** Marks: letters that log entries write to unused sectors, so that a test can see who has written. */
import type { ImageDescription, UpdateDescription } from '../engine/compose/description.ts'
import { KIB, LOG_SECTOR_SIZE, MIB } from '../engine/format/layout.ts'

/** In the metadata region, behind all items, of an image with a log of 1 MiB. */
const FIRST = 2 * MIB + 512 * KIB
const COUNT = 8

/** A disk on which only the log is of interest. */
export const plainDisk = { virtualDiskSize: 16 * MIB } satisfies ImageDescription

/** It again, in order but for `changes`. */
export const disk = (changes: Partial<ImageDescription>): ImageDescription => ({
  ...plainDisk,
  ...changes,
})

/** A data descriptor that fills the next free place with a letter: A goes to the first, B to the second. */
export const mark = (letter: string): UpdateDescription => ({
  kind: 'data',
  fileOffset: BigInt(markOffset(letter)),
  bytes: new Uint8Array(LOG_SECTOR_SIZE).fill(letter.charCodeAt(0)),
})

export const markOffset = (letter: string): number =>
  FIRST + (letter.charCodeAt(0) - 'A'.charCodeAt(0)) * LOG_SECTOR_SIZE

/** The letters that stand in a file, a dot where there is none before the last: ".BC". */
export const marksIn = (file: Uint8Array): string =>
  Array.from({ length: COUNT }, (_, place) => {
    const byte = file[FIRST + place * LOG_SECTOR_SIZE] ?? 0
    return byte === 0 ? '.' : String.fromCharCode(byte)
  })
    .join('')
    .replace(/\.+$/, '')
