/** Images whose logs are made to keep whoever works over them busy, in any size: twice the log, twice of it. */
import { type Guid, guid } from '../engine/bytes/guid.ts'
import { buildImage } from '../engine/compose/build-image.ts'
import { LOG_GUID } from '../engine/compose/compose-log.ts'
import type { SparseFile } from '../engine/compose/sparse-file.ts'
import { GIB, LOG_SECTOR_SIZE, MIB } from '../engine/format/layout.ts'
import { splitSector } from '../engine/format/log-entry.ts'
import { type EntryUpdate, encodeEntry } from '../engine/log/encode-entry.ts'

/** As many descriptors as fit into an entry of one sector. */
const PER_SECTOR = 126
const LOG_START = MIB
/** Where the entries write: behind log, metadata and BAT, whatever the size of the log. */
const TARGETS = 32 * MIB
const FILE_SIZE = 320 * MIB
/** Sectors after which places come again: with whole entries, so that the last one is like the others. */
const AROUND = 64 * PER_SECTOR

interface Entry {
  readonly updates: readonly EntryUpdate[]
  readonly logGuid?: Guid
  /** Sector of the ring; default the first one. */
  readonly tail?: number
  /** Its checksum is wrong. */
  readonly isBad?: boolean
}

/** The entry in a sector of the ring of `sectors`; `undefined`: a data sector that has none. */
type Shape = (sector: number, sectors: number) => Entry | undefined

const zeros = (sector: number, sectors: number): EntryUpdate => ({
  kind: 'zero',
  fileOffset: BigInt(TARGETS + sector * LOG_SECTOR_SIZE),
  length: BigInt(sectors * LOG_SECTOR_SIZE),
})

const data = (fileOffset: number, fill: number): EntryUpdate => ({
  kind: 'data',
  fileOffset: BigInt(fileOffset),
  bytes: new Uint8Array(LOG_SECTOR_SIZE).fill(1 + (fill % 255)),
})

/** An entry of zero descriptors; `number` counts all of them in the log. */
const zeroEntry = (sector: number, make: (number: number) => EntryUpdate): Entry => ({
  updates: Array.from({ length: PER_SECTOR }, (_, i) => make(sector * PER_SECTOR + i)),
})

const guidOf = (index: number): Guid =>
  guid(`${index.toString(16).padStart(8, '0')}-0000-4000-8000-000000000000`)

const SHAPES: Readonly<Record<string, Shape>> = {
  'all zero descriptors on one sector': (sector) => zeroEntry(sector, () => zeros(0, 1)),
  'zero runs inside each other': (sector, sectors) => {
    const depth = Math.ceil((sectors * PER_SECTOR) / 8)
    return zeroEntry(sector, (number) => {
      const level = Math.floor(number / 8)
      return zeros(level, 2 * (depth - level))
    })
  },
  'zero runs like stairs': (sector) =>
    zeroEntry(sector, (number) => zeros(Math.floor(number / 4), 64)),
  'short and huge zero runs by turns': (sector) =>
    zeroEntry(sector, (number) =>
      number % 2 === 0 ? zeros((number / 2) % AROUND, 1) : zeros(0, AROUND),
    ),
  'each zero run over all that were before': (sector) =>
    zeroEntry(sector, (number) => zeros(number % AROUND, 5 + (number % AROUND))),
  'a session for each entry, which says that all was its own': (sector, sectors) => ({
    ...zeroEntry(sector, (number) => zeros(number % AROUND, 1)),
    logGuid: guidOf(sector),
    tail: (sector + 1) % sectors,
  }),
  'sessions by turns, each over all of the log': (sector, sectors) => ({
    ...zeroEntry(sector, (number) => zeros(number % 512, 5)),
    logGuid: guidOf(sector % 32),
    tail: (sector + 1) % sectors,
  }),
  'every entry over the same sector of the BAT': (sector, sectors) => ({
    updates: [data(LOG_START + sectors * LOG_SECTOR_SIZE + MIB, sector)],
  }),
  'bad checksums': (sector) => ({
    ...zeroEntry(sector, (number) => zeros(number % AROUND, 1 + (number % 64))),
    isBad: sector > 0,
  }),
  'data sectors without an entry': (sector) =>
    sector === 0 ? { updates: [zeros(0, 1)] } : undefined,
  'data and zeros on sectors by turns': (sector) => ({
    updates: Array.from({ length: PER_SECTOR }, (_, i) => {
      const target = (sector * 2 + i) % AROUND
      return i % 2 === 0 ? data(TARGETS + target * LOG_SECTOR_SIZE, sector + i) : zeros(target, 1)
    }),
  }),
  'one entry, whose descriptors fill the log': (_, sectors) => ({
    updates: Array.from({ length: PER_SECTOR + (sectors - 3) * 128 }, (__, i) =>
      zeros(i % AROUND, 1 + (i % 32)),
    ),
  }),
  'zeros over what is behind in the log itself': (sector) =>
    zeroEntry(sector, () => ({
      kind: 'zero',
      fileOffset: BigInt(LOG_START),
      length: BigInt(sector * LOG_SECTOR_SIZE),
    })),
}

export interface GrowingLog {
  readonly name: string
  /** An image with a log of so many bytes, all of it full. */
  readonly image: (length: number) => SparseFile
}

export const GROWING_LOGS: readonly GrowingLog[] = Object.entries(SHAPES).map(([name, shape]) => ({
  name,
  image: (length) => imageWith(shape, length),
}))

function imageWith(shape: Shape, length: number): SparseFile {
  const image = buildImage({
    virtualDiskSize: GIB,
    fileSize: FILE_SIZE,
    log: { length, guid: LOG_GUID },
  })
  const sectors = length / LOG_SECTOR_SIZE
  let number = 0n
  for (let sector = 0; sector < sectors; ) {
    number++
    const bytes = bytesOf(shape(sector, sectors), number, sector)
    // Where only the last one is free, QEMU searches endlessly.
    if (sector * LOG_SECTOR_SIZE + bytes.length + 2 * LOG_SECTOR_SIZE > length) break
    image.put(LOG_START + sector * LOG_SECTOR_SIZE, bytes)
    sector += bytes.length / LOG_SECTOR_SIZE
  }
  return image
}

function bytesOf(entry: Entry | undefined, sequenceNumber: bigint, sector: number): Uint8Array {
  if (!entry) {
    const lost = new Uint8Array(LOG_SECTOR_SIZE).fill(1 + (sector % 255))
    return splitSector(lost, sequenceNumber).sector
  }
  const bytes = encodeEntry({
    sequenceNumber,
    tail: (entry.tail ?? 0) * LOG_SECTOR_SIZE,
    logGuid: entry.logGuid ?? LOG_GUID,
    flushedFileOffset: BigInt(FILE_SIZE),
    lastFileOffset: BigInt(FILE_SIZE),
    updates: entry.updates,
  })
  if (entry.isBad) bytes[4] = ~(bytes[4] ?? 0)
  return bytes
}
