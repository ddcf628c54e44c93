/** The metadata items that MS-VHDX knows, §2.6.2, each with its GUID, flags and layout. */
import { type Guid, guid } from '../bytes/guid.ts'
import { type AnyStruct, bits, guidField, type Of, struct, u32, u64 } from '../bytes/struct.ts'

export const fileParameters = struct(
  { name: 'File Parameters', section: '2.6.2.1', size: 8 },
  {
    blockSize: u32(0),
    leaveBlockAllocated: bits(4, 0, 1),
    hasParent: bits(4, 1, 1),
    reserved: bits(4, 2, 30),
  },
  {
    blockSize: 'Size of a payload block: a power of two from 1 MiB to 256 MiB.',
    leaveBlockAllocated: '1: a fixed disk; blocks stay allocated.',
    hasParent: '1: a differencing disk; a parent locator names its parent.',
    reserved: 'Must be zero.',
  },
)
export type FileParameters = Of<typeof fileParameters>

export const virtualDiskSize = struct(
  { name: 'Virtual Disk Size', section: '2.6.2.2', size: 8 },
  { virtualDiskSize: u64(0) },
  { virtualDiskSize: 'Size of the disk in bytes: a multiple of the sector size, at most 64 TiB.' },
)

export const virtualDiskId = struct(
  { name: 'Virtual Disk ID', section: '2.6.2.3', size: 16 },
  { virtualDiskId: guidField(0) },
  { virtualDiskId: 'Identifies the disk.' },
)

export const logicalSectorSize = struct(
  { name: 'Logical Sector Size', section: '2.6.2.4', size: 4 },
  { logicalSectorSize: u32(0) },
  { logicalSectorSize: '512 or 4096; it also determines the chunk size.' },
)

export const physicalSectorSize = struct(
  { name: 'Physical Sector Size', section: '2.6.2.5', size: 4 },
  { physicalSectorSize: u32(0) },
  { physicalSectorSize: '512 or 4096.' },
)

export interface KnownItem {
  readonly id: Guid
  readonly name: string
  readonly section: string
  /** Bytes of a fixed layout; the parent locator has none. */
  readonly size: number | undefined
  readonly isUser: 0 | 1
  readonly isVirtualDisk: 0 | 1
  readonly isRequired: 0 | 1
}

/** §2.6.2, Known Metadata Items. */
export const KNOWN_ITEMS = {
  fileParameters: {
    id: guid('caa16737-fa36-4d43-b3b6-33f0aa44e76b'),
    name: fileParameters.name,
    section: fileParameters.section,
    size: fileParameters.size,
    isUser: 0,
    isVirtualDisk: 0,
    isRequired: 1,
  },
  virtualDiskSize: {
    id: guid('2fa54224-cd1b-4876-b211-5dbed83bf4b8'),
    name: virtualDiskSize.name,
    section: virtualDiskSize.section,
    size: virtualDiskSize.size,
    isUser: 0,
    isVirtualDisk: 1,
    isRequired: 1,
  },
  virtualDiskId: {
    id: guid('beca12ab-b2e6-4523-93ef-c309e000c746'),
    name: virtualDiskId.name,
    section: virtualDiskId.section,
    size: virtualDiskId.size,
    isUser: 0,
    isVirtualDisk: 1,
    isRequired: 1,
  },
  logicalSectorSize: {
    id: guid('8141bf1d-a96f-4709-ba47-f233a8faab5f'),
    name: logicalSectorSize.name,
    section: logicalSectorSize.section,
    size: logicalSectorSize.size,
    isUser: 0,
    isVirtualDisk: 1,
    isRequired: 1,
  },
  physicalSectorSize: {
    id: guid('cda348c7-445d-4471-9cc9-e9885251c556'),
    name: physicalSectorSize.name,
    section: physicalSectorSize.section,
    size: physicalSectorSize.size,
    isUser: 0,
    isVirtualDisk: 1,
    isRequired: 1,
  },
  parentLocator: {
    id: guid('a8d35f2d-b30b-454d-abf7-d3d84834ab0c'),
    name: 'Parent Locator',
    section: '2.6.2.6',
    size: undefined,
    isUser: 0,
    isVirtualDisk: 0,
    isRequired: 1,
  },
} as const satisfies Record<string, KnownItem>
export type KnownItemName = keyof typeof KNOWN_ITEMS

/** A known item's name, or the GUID. */
export const itemName = ({
  known,
  values,
}: {
  readonly known: KnownItemName | undefined
  readonly values: { readonly itemId: Guid }
}): string => (known ? KNOWN_ITEMS[known].name : values.itemId)

/** The items of a fixed layout: all but the parent locator. */
export const ITEM_TABLES: Readonly<Record<Exclude<KnownItemName, 'parentLocator'>, AnyStruct>> = {
  fileParameters,
  virtualDiskSize,
  virtualDiskId,
  logicalSectorSize,
  physicalSectorSize,
}

/**
 * Left in a file by a program that was interrupted while it made the file (OpenVMM's IncompleteFile
 * item): such a file has no meaning yet.
 */
export const INCOMPLETE_FILE_ITEM = guid('71cc85f0-1b69-4e28-9558-c3bf83ae75d3')
