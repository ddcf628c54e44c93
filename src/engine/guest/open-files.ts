/** The files of a volume, by the reader of the file system that is in it. */
import type { ByteSource } from '../bytes/byte-source.ts'
import { type Refused, refused } from '../bytes/refused.ts'
import type { GuestFiles } from './guest-files.ts'
import type { FileSystem } from './volumes/file-system.ts'

/** Opens a volume in which one kind of file system was found. Never throws on content. */
export type FilesOpener = (
  volume: ByteSource,
  fileSystem: FileSystem,
) => Promise<GuestFiles | Refused>

const openExt = async (): Promise<FilesOpener> => {
  const { openExtFiles } = await import('./ext/files/open-ext-files.ts')
  return (volume) => openExtFiles(volume)
}

/** By the kind of the file system, as `findFileSystem` calls it. Each is loaded when a volume of its kind is opened. */
const OPENERS: ReadonlyMap<string, () => Promise<FilesOpener>> = new Map([
  ['FAT12', async () => (await import('./fat/fat-files.ts')).openFat],
  ['FAT16', async () => (await import('./fat/fat-files.ts')).openFat],
  ['FAT32', async () => (await import('./fat/fat-files.ts')).openFat],
  ['exFAT', async () => (await import('./exfat/exfat-files.ts')).openExfat],
  ['ext2', openExt],
  ['ext3', openExt],
  ['ext4', openExt],
  ['NTFS', async () => (await import('./ntfs/files/open-ntfs-files.ts')).openNtfsFiles],
])

/** The files of `volume`, in which `fileSystem` was found; why they are not read, where nothing reads its kind. */
export async function openFiles(
  volume: ByteSource,
  fileSystem: FileSystem,
): Promise<GuestFiles | Refused> {
  const load = OPENERS.get(fileSystem.kind)
  if (load === undefined) return refused(`The files of ${fileSystem.kind} are not read.`)
  return (await load())(volume, fileSystem)
}
