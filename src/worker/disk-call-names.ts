/** Which calls `diskCalls` answers, for those who must not load it. */
import type { CallName } from './protocol/protocol.ts'

export const DISK_CALLS = [
  'readDisk',
  'mapDisk',
  'readVolumes',
  'readBlockBitmap',
  'exportDisk',
  'makeDiskBlob',
] as const satisfies readonly CallName[]
export type DiskCall = (typeof DISK_CALLS)[number]
