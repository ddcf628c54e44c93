/** FAT12, FAT16, FAT32 and exFAT by their boot sector, with the marks of a volume in use. */
import { type FoundFileSystem, signsOf } from './file-system.ts'
import type { Head } from './head.ts'
import type { VolumeReader } from './volume-reader.ts'

/** Of the byte of state in a boot sector. */
const DIRTY = 1
const TO_BE_TESTED = 2

interface FatKind {
  readonly kind: 'FAT12' | 'FAT16' | 'FAT32'
  readonly nameAt: number
  readonly labelAt: number
  readonly serialAt: number
  readonly stateAt: number
  /** Of entry 1 of the table, whose other bits are all set: without them the volume is in use, or has had errors. */
  readonly entry?: { readonly closed: number; readonly faultless: number; readonly others: number }
}

const KINDS: readonly FatKind[] = [
  {
    kind: 'FAT32',
    nameAt: 82,
    labelAt: 71,
    serialAt: 67,
    stateAt: 0x41,
    entry: { closed: 0x0800_0000, faultless: 0x0400_0000, others: 0x03ff_fff8 },
  },
  {
    kind: 'FAT16',
    nameAt: 54,
    labelAt: 43,
    serialAt: 39,
    stateAt: 0x25,
    entry: { closed: 0x8000, faultless: 0x4000, others: 0x3ff8 },
  },
  { kind: 'FAT12', nameAt: 54, labelAt: 43, serialAt: 39, stateAt: 0x25 },
]

export interface FatBootSector extends FoundFileSystem {
  readonly table: { readonly at: number; readonly kind: FatKind } | undefined
}

export const fatSerial = (head: Head, at: number): string =>
  head.serial(at, 4).replace(/^(.{4})(.{4})$/, '$1-$2')

/** `undefined` where the bytes are no boot sector of a FAT. */
export function readFatBootSector(head: Head): FatBootSector | undefined {
  const kind = KINDS.find((each) => head.has(each.nameAt, each.kind.padEnd(8)))
  if (kind === undefined) return undefined
  const label = head.label(kind.labelAt, 11)
  const sectorSize = head.u16(11)
  const sectors = head.u16(19) || head.u32(32)
  const state = head.u8(kind.stateAt)
  return {
    kind: kind.kind,
    id: fatSerial(head, kind.serialAt),
    label: label === 'NO NAME' ? undefined : label,
    size: BigInt(sectors) * BigInt(sectorSize),
    signs: signsOf(['in-use', (state & DIRTY) !== 0], ['errors', (state & TO_BE_TESTED) !== 0]),
    tellsClean: true,
    table: kind.entry && sectorSize > 0 ? { at: head.u16(14) * sectorSize, kind } : undefined,
  }
}

/** With what the table says of how the volume was left. */
export async function readFat(
  head: Head,
  volume: VolumeReader,
): Promise<FoundFileSystem | undefined> {
  const found = readFatBootSector(head)
  const entry = found?.table?.kind.entry
  if (!found?.table || !entry) return found
  const start = await volume.read(found.table.at, 8)
  if (start === undefined) return found
  const value = found.kind === 'FAT32' ? start.u32(4) : start.u16(2)
  if ((value & entry.others) !== entry.others) return found
  const signs = signsOf(
    ['in-use', (value & entry.closed) === 0],
    ['errors', (value & entry.faultless) === 0],
  )
  return { ...found, signs: [...new Set([...(found.signs ?? []), ...signs])] }
}

/** Of the flags of exFAT. */
const VOLUME_DIRTY = 2
const MEDIA_FAILURE = 4
const LABEL_ENTRY = 0x83
const ENTRY_SIZE = 32
/** So many entries of the root directory are looked at: its label is one of the first. */
const ENTRIES = 64
const MAX_LABEL = 11

export function readExfatBootSector(head: Head): FoundFileSystem | undefined {
  if (!head.has(3, 'EXFAT   ')) return undefined
  const shift = head.u8(108)
  const flags = head.u16(106)
  return {
    kind: 'exFAT',
    id: fatSerial(head, 100),
    size: shift >= 9 && shift <= 12 ? head.u64(72) << BigInt(shift) : undefined,
    signs: signsOf(
      ['in-use', (flags & VOLUME_DIRTY) !== 0],
      ['errors', (flags & MEDIA_FAILURE) !== 0],
    ),
    tellsClean: true,
  }
}

/** With the label, which is in the root directory. */
export async function readExfat(
  head: Head,
  volume: VolumeReader,
): Promise<FoundFileSystem | undefined> {
  const found = readExfatBootSector(head)
  if (found?.size === undefined) return found
  const [sectorShift, clusterShift] = [head.u8(108), head.u8(109)]
  const cluster = head.u32(96) - 2
  if (cluster < 0 || clusterShift > 25 - sectorShift) return found
  const clusterSize = 2 ** (sectorShift + clusterShift)
  const at = head.u32(88) * 2 ** sectorShift + cluster * clusterSize
  const entries = await volume.read(at, Math.min(clusterSize, ENTRIES * ENTRY_SIZE))
  for (let i = 0; entries && i < entries.length; i += ENTRY_SIZE) {
    if (entries.u8(i) !== LABEL_ENTRY) continue
    const units = entries.u8(i + 1)
    return { ...found, label: units <= MAX_LABEL ? entries.wideLabel(i + 2, 2 * units) : undefined }
  }
  return found
}
