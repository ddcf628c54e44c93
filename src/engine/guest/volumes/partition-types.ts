/** Names of the partition types that one meets. */
import { type Guid, guid } from '../../bytes/guid.ts'

const MBR_TYPES: Readonly<Record<number, string>> = {
  1: 'FAT12',
  4: 'FAT16, below 32 MiB',
  5: 'Extended',
  6: 'FAT16',
  7: 'NTFS, exFAT or ReFS',
  11: 'FAT32',
  12: 'FAT32, LBA',
  14: 'FAT16, LBA',
  15: 'Extended, LBA',
  39: 'Windows recovery',
  66: 'Windows dynamic disk',
  130: 'Linux swap',
  131: 'Linux',
  133: 'Linux extended',
  142: 'Linux LVM',
  165: 'FreeBSD',
  175: 'macOS HFS+',
  238: 'GPT protective',
  239: 'EFI system',
  253: 'Linux RAID',
}

export const mbrTypeName = (type: number): string | undefined => MBR_TYPES[type]

const GPT_TYPES = new Map<Guid, string>(
  Object.entries({
    'c12a7328-f81f-11d2-ba4b-00a0c93ec93b': 'EFI system',
    'e3c9e316-0b5c-4db8-817d-f92df00215ae': 'Microsoft reserved',
    'ebd0a0a2-b9e5-4433-87c0-68b6b72699c7': 'Basic data',
    'de94bba4-06d1-4d40-a16a-bfd50179d6ac': 'Windows recovery',
    '5808c8aa-7e8f-42e0-85d2-e1e90434cfb3': 'Windows dynamic disk metadata',
    'af9b60a0-1431-4f62-bc68-3311714a69ad': 'Windows dynamic disk data',
    'e75caf8f-f680-4cee-afa3-b001e56efc2d': 'Windows storage spaces',
    '21686148-6449-6e6f-744e-656564454649': 'BIOS boot',
    '0fc63daf-8483-4772-8e79-3d69d8477de4': 'Linux',
    '0657fd6d-a4ab-43c4-84e5-0933c84b4f4f': 'Linux swap',
    'e6d6d379-f507-44c2-a23c-238f2a3df928': 'Linux LVM',
    'a19d880f-05fc-4d3b-a006-743f0f84911e': 'Linux RAID',
    '4f68bce3-e8cd-4db1-96e7-fbcaf984b709': 'Linux root, x86-64',
    'bc13c2ff-59e6-4262-a352-b275fd6f7172': 'Linux extended boot',
    '933ac7e1-2eb4-4f13-b844-0e14e2aef915': 'Linux home',
    'ca7d7ccb-63ed-4c53-861c-1742536059cc': 'Linux LUKS',
    '48465300-0000-11aa-aa11-00306543ecac': 'macOS HFS+',
    '7c3457ef-0000-11aa-aa11-00306543ecac': 'macOS APFS',
    '516e7cb4-6ecf-11d6-8ff8-00022d09712b': 'FreeBSD',
  }).map(([type, name]) => [guid(type), name]),
)

export const gptTypeName = (type: Guid): string | undefined => GPT_TYPES.get(type)
