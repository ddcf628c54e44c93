/** Structures that a search can look for by their signature. */
import { FILE_SIGNATURE } from '../format/file-identifier.ts'
import { HEADER_SIGNATURE } from '../format/header.ts'
import { DESCRIPTOR_SIZE, KIB } from '../format/layout.ts'
import {
  DATA_DESCRIPTOR_SIGNATURE,
  DATA_SECTOR_SIGNATURE,
  ENTRY_SIGNATURE,
  ZERO_SIGNATURE,
} from '../format/log-entry.ts'
import { METADATA_SIGNATURE } from '../format/metadata-table.ts'
import { REGION_TABLE_SIGNATURE } from '../format/region-table.ts'

export interface Structure {
  readonly id: string
  readonly title: string
  /** ASCII and Latin-1. */
  readonly signature: string
  /** Bytes of the structure before its signature. Default: 0. */
  readonly before?: number
  /** The structure begins at a multiple of it. */
  readonly alignment: number
}

/** Structures of the file lie at multiples of 4 KiB, those of a disk at multiples of a sector. */
const SECTOR = 4 * KIB
const DISK_SECTOR = 512

export const STRUCTURES: readonly Structure[] = [
  { id: 'file', title: 'File type identifier', signature: FILE_SIGNATURE, alignment: 64 * KIB },
  { id: 'header', title: 'Header', signature: HEADER_SIGNATURE, alignment: SECTOR },
  { id: 'regions', title: 'Region table', signature: REGION_TABLE_SIGNATURE, alignment: SECTOR },
  { id: 'metadata', title: 'Metadata table', signature: METADATA_SIGNATURE, alignment: SECTOR },
  { id: 'entry', title: 'Log entry', signature: ENTRY_SIGNATURE, alignment: SECTOR },
  { id: 'zero', title: 'Zero descriptor', signature: ZERO_SIGNATURE, alignment: DESCRIPTOR_SIZE },
  {
    id: 'desc',
    title: 'Data descriptor',
    signature: DATA_DESCRIPTOR_SIGNATURE,
    alignment: DESCRIPTOR_SIZE,
  },
  {
    id: 'data',
    title: 'Data sector of the log',
    signature: DATA_SECTOR_SIGNATURE,
    alignment: SECTOR,
  },
  { id: 'gpt', title: 'GUID partition table', signature: 'EFI PART', alignment: DISK_SECTOR },
  {
    id: 'ntfs',
    title: 'NTFS boot sector',
    signature: 'NTFS    ',
    before: 3,
    alignment: DISK_SECTOR,
  },
  {
    id: 'exfat',
    title: 'exFAT boot sector',
    signature: 'EXFAT   ',
    before: 3,
    alignment: DISK_SECTOR,
  },
  { id: 'ext', title: 'ext superblock', signature: '\x53\xef', before: 56, alignment: DISK_SECTOR },
  { id: 'mft', title: 'NTFS file record', signature: 'FILE', alignment: DISK_SECTOR },
  { id: 'xfs', title: 'XFS superblock', signature: 'XFSB', alignment: DISK_SECTOR },
  { id: 'vhd', title: 'VHD footer', signature: 'conectix', alignment: DISK_SECTOR },
]
