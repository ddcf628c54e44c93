/** Volumes with a FAT12, FAT16 or FAT32, made by hand and without a look at what reads them. */
import { structure } from './guest-volumes.ts'

const SECTOR = 512
/** Sectors of the root directory of those that have one of fixed size. */
const ROOT_SECTORS = 1

export interface FatVolume {
  readonly bits: 12 | 16 | 32
  readonly clusters: number
  /** What the entry of a cluster, counted from 2, holds. */
  readonly entry: (cluster: number) => number
  /** Of the boot sector: 1 is in use. */
  readonly state?: number
  /** What a FAT32 keeps as the number of its free clusters. */
  readonly freeCount?: number
}

export interface MadeFat {
  /** All of it; clusters are sectors of zeros. */
  readonly bytes: Uint8Array
  /** Where its tables, and where its clusters begin. In bytes. */
  readonly tables: readonly [number, number]
  readonly dataStart: number
}

export function makeFat({ bits, clusters, entry, state = 0, freeCount = -1 }: FatVolume): MadeFat {
  const reserved = bits === 32 ? 2 : 1
  const tableSectors = Math.ceil(((clusters + 2) * bits) / 8 / SECTOR)
  const root = bits === 32 ? 0 : ROOT_SECTORS
  const dataSector = reserved + 2 * tableSectors + root
  const sectors = dataSector + clusters
  const bytes = new Uint8Array(sectors * SECTOR)
  const is32 = bits === 32
  bytes.set(
    structure(
      SECTOR,
      [
        [11, 2, SECTOR],
        [13, 1, 1],
        [14, 2, reserved],
        [16, 1, 2],
        [17, 2, (root * SECTOR) / 32],
        [19, 2, sectors < 2 ** 16 ? sectors : 0],
        [21, 1, 0xf8],
        [22, 2, is32 ? 0 : tableSectors],
        [32, 4, sectors < 2 ** 16 ? 0 : sectors],
        ...(is32
          ? ([
              [36, 4, tableSectors],
              [44, 4, 2],
              [48, 2, 1],
              [65, 1, state],
            ] as const)
          : ([[37, 1, state]] as const)),
        [510, 2, 0xaa55],
      ],
      [[is32 ? 82 : 54, `FAT${bits}   `]],
    ),
  )
  if (is32) {
    bytes.set(
      structure(SECTOR, [
        [0, 4, 0x4161_5252],
        [484, 4, 0x6141_7272],
        [488, 4, freeCount >>> 0],
        [508, 4, 0xaa55_0000],
      ]),
      SECTOR,
    )
  }
  const ones = is32 ? 0x0fff_ffff : 2 ** bits - 1
  const entries = Array.from({ length: clusters + 2 }, (_, i) =>
    i === 0 ? ones - 0xff + 0xf8 : i === 1 ? ones : entry(i),
  )
  const table = bits === 12 ? packed(entries) : whole(entries, bits)
  const tables = [reserved * SECTOR, (reserved + tableSectors) * SECTOR] as const
  for (const at of tables) bytes.set(table, at)
  return { bytes, tables, dataStart: dataSector * SECTOR }
}

const whole = (entries: readonly number[], bits: 16 | 32): Uint8Array =>
  structure(
    (entries.length * bits) / 8,
    entries.map((value, i) => [(i * bits) / 8, bits === 16 ? 2 : 4, value]),
  )

/** Two entries in three bytes, digit by digit. */
function packed(entries: readonly number[]): Uint8Array {
  const digits = entries.flatMap((value) => [value & 0xf, (value >> 4) & 0xf, value >> 8])
  return Uint8Array.from(
    { length: Math.ceil(digits.length / 2) },
    (_, i) => (digits[2 * i] ?? 0) + 16 * (digits[2 * i + 1] ?? 0),
  )
}

/** A disk of 1 MiB that is a FAT12 with files of at most a cluster in its root, at most 16 with names of at most 11 letters. */
export function fatWith(files: Readonly<Record<string, string>>): Uint8Array {
  const names = Object.keys(files)
  const { bytes, dataStart } = makeFat({
    bits: 12,
    clusters: 2000,
    entry: (cluster) => (cluster - 2 < names.length ? 0xfff : 0),
  })
  const disk = new Uint8Array(2 ** 20)
  disk.set(bytes)
  for (const [i, name] of names.entries()) {
    const content = new TextEncoder().encode(files[name])
    const entry = structure(
      32,
      [
        [11, 1, 0x20],
        [26, 2, 2 + i],
        [28, 4, content.length],
      ],
      [[0, name.padEnd(11)]],
    )
    disk.set(entry, dataStart - ROOT_SECTORS * SECTOR + 32 * i)
    disk.set(content, dataStart + SECTOR * i)
  }
  return disk
}
