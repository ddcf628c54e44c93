/** Disks with the first structures of file systems on them, made by hand and without a look at what reads them. */
import type { ImageDescription } from '../engine/compose/description.ts'

const MIB = 1024 * 1024
/** Where the payload of a small image begins. */
const PAYLOAD = 4 * MIB

/** Bytes at a place of the disk, within one of its MiB. */
export type Part = readonly [at: number, bytes: Uint8Array]

/** A dynamic image of `size` bytes whose disk is zero but for these parts; each MiB of them is a block. */
export function guestDisk(size: number, parts: readonly Part[]): ImageDescription {
  const numbers = [...new Set(parts.map(([at]) => Math.floor(at / MIB)))].sort((a, b) => a - b)
  return {
    virtualDiskSize: size,
    blocks: numbers.map((block) => ({ block })),
    patches: parts.map(([at, bytes]) => ({
      at: PAYLOAD + numbers.indexOf(Math.floor(at / MIB)) * MIB + (at % MIB),
      bytes,
    })),
  }
}

/** Fields of little-endian numbers, by their place, and texts. */
type Fields = readonly (readonly [at: number, size: 1 | 2 | 4 | 8, value: number])[]

export function structure(
  length: number,
  fields: Fields,
  texts: readonly (readonly [at: number, text: string])[] = [],
): Uint8Array {
  const bytes = new Uint8Array(length)
  const view = new DataView(bytes.buffer)
  for (const [at, size, value] of fields) {
    if (size === 1) view.setUint8(at, value)
    else if (size === 2) view.setUint16(at, value, true)
    else if (size === 4) view.setUint32(at, value, true)
    else view.setBigUint64(at, BigInt(value), true)
  }
  for (const [at, text] of texts) {
    for (let i = 0; i < text.length; i++) bytes[at + i] = text.charCodeAt(i)
  }
  return bytes
}

export interface ExtOptions {
  /** Blocks of 1 KiB. */
  readonly blocks?: number
  /** 1: closed, 2: errors. */
  readonly state?: number
  /** 4: a journal is to be replayed. */
  readonly incompatible?: number
  readonly errorCount?: number
  /** Of a spare copy. */
  readonly group?: number
}

/** An ext4 “root” of 16 MiB in blocks of 1 KiB that was closed: it lies 1024 bytes behind its beginning. */
export const extSuperblock = ({
  blocks = 16384,
  state = 1,
  incompatible = 0,
  errorCount = 0,
  group = 0,
}: ExtOptions = {}): Uint8Array =>
  structure(
    1024,
    [
      [0, 4, 4096],
      [4, 4, blocks],
      [20, 4, 1],
      [24, 4, 0],
      [32, 4, 8192],
      [56, 2, 0xef53],
      [58, 2, state],
      [76, 4, 1],
      [90, 2, group],
      [92, 4, 0x4],
      [96, 4, 0x42 | incompatible],
      [100, 4, 0x3],
      [0x194, 4, errorCount],
    ],
    [
      [104, '\x01\x23\x45\x67\x89\xab\xcd\xef\x01\x23\x45\x67\x89\xab\xcd\xef'],
      [120, 'root'],
    ],
  )

/** The boot sector of an NTFS with clusters of 4 KiB, its table of files in cluster 4, records of 1 KiB. */
export const ntfsBootSector = (sectors: number): Uint8Array =>
  structure(
    512,
    [
      [11, 2, 512],
      [13, 1, 8],
      [0x28, 8, sectors],
      [0x30, 8, 4],
      [0x40, 1, 0xf6],
      [0x48, 8, 0x1122_3344],
      [510, 2, 0xaa55],
    ],
    [[3, 'NTFS    ']],
  )

/** Where its record of $Volume lies. */
export const NTFS_VOLUME_RECORD = 4 * 4096 + 3 * 1024

/** Record 3 of its table of files: a label, and flags of which 1 is “dirty”. */
export const ntfsVolumeRecord = (label: string, flags: number): Uint8Array => {
  const name = [...label].map((char) => char.charCodeAt(0))
  const information = 0x38 + 24 + 16
  const record = structure(
    1024,
    [
      [4, 2, 0x30],
      [6, 2, 3],
      [0x14, 2, 0x38],
      // The guard, and what it stands for at the end of each sector.
      [0x30, 2, 7],
      [510, 2, 7],
      [1022, 2, 7],
      [0x38, 4, 0x60],
      [0x38 + 4, 4, 24 + 16],
      [0x38 + 0x10, 4, 2 * name.length],
      [0x38 + 0x14, 2, 24],
      [information, 4, 0x70],
      [information + 4, 4, 24 + 16],
      [information + 0x10, 4, 12],
      [information + 0x14, 2, 24],
      [information + 24 + 8, 2, 0x0103],
      [information + 24 + 10, 2, flags],
      [information + 40, 4, 0xffff_ffff],
      ...name.map((unit, i) => [0x38 + 24 + 2 * i, 2, unit] as const),
    ],
    [[0, 'FILE']],
  )
  return record
}
