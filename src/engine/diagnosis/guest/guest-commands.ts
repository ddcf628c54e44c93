/** What to type on a copy, where a file system has to be checked, or found again, by its own tool. */
import type { ByteRange } from '../../bytes/byte-source.ts'
import type { LostFileSystem } from '../../guest/volumes/spare-copies.ts'

/** The tool of each kind; OUT is a file with nothing but the file system. */
const CHECKS: Readonly<Record<string, { readonly look: string; readonly mend?: string }>> = {
  ext2: { look: 'e2fsck -f -n OUT', mend: 'e2fsck -f OUT' },
  ext3: { look: 'e2fsck -f -n OUT', mend: 'e2fsck -f OUT' },
  ext4: { look: 'e2fsck -f -n OUT', mend: 'e2fsck -f OUT' },
  XFS: { look: 'xfs_repair -n OUT', mend: 'xfs_repair OUT' },
  // What mends it can make it worse, and is no advice for everybody.
  Btrfs: { look: 'btrfs check OUT' },
  NTFS: { look: 'ntfsfix -n OUT', mend: 'ntfsfix OUT' },
  FAT12: { look: 'fsck.vfat -n OUT', mend: 'fsck.vfat -a OUT' },
  FAT16: { look: 'fsck.vfat -n OUT', mend: 'fsck.vfat -a OUT' },
  FAT32: { look: 'fsck.vfat -n OUT', mend: 'fsck.vfat -a OUT' },
  exFAT: { look: 'fsck.exfat -n OUT', mend: 'fsck.exfat -p OUT' },
}

/** Kinds that Windows checks itself. */
const OF_WINDOWS = ['NTFS', 'ReFS', 'FAT12', 'FAT16', 'FAT32', 'exFAT']

/** `number` is that of the partition; `undefined` of a disk that is not divided. */
export function checkCommands(kind: string, number: number | undefined): readonly string[] {
  const check = CHECKS[kind]
  const part = number === undefined ? '' : ` --partition ${number}`
  const linux = check
    ? [
        `On Linux: “vhdx-inspector export IMAGE OUT${part}”; “${check.look}” only looks${check.mend ? `, “${check.mend}” mends` : ''}.`,
      ]
    : []
  const device = `/dev/sdX${number ?? ''}`
  const windows = OF_WINDOWS.includes(kind)
    ? 'On Windows: copy the image; “Mount-VHD COPY”; “chkdsk X:” only looks, “chkdsk X: /f” mends.'
    : check &&
      `On Windows: copy the image; “wsl --mount COPY --vhd --bare”; in WSL “${check.look.replace('OUT', device)}”, with the disk that “lsblk” shows.`
  return [...linux, ...(windows ? [windows] : [])]
}

/** Takes the file system out of the disk, and puts back what it has lost. */
export function recoverCommands(
  { fileSystem, blocks, spare }: LostFileSystem,
  at: ByteRange,
): string {
  const [block] = blocks?.spare ?? []
  const out = `“vhdx-inspector export IMAGE OUT --offset ${at.offset} --length ${at.length}”`
  if (spare.length === 0) {
    return `It is taken out with ${out}; “testdisk” on an export of the whole disk, on Windows and Linux, writes the partition back into the table.`
  }
  const tool =
    blocks && block !== undefined
      ? `e2fsck -b ${block} -B ${blocks.size} OUT`
      : ({ XFS: 'xfs_repair OUT', Btrfs: 'btrfs rescue super-recover OUT' }[fileSystem.kind] ??
        'testdisk OUT')
  return `It is taken out with ${out}; then “${tool}” mends its beginning from them${tool === 'testdisk OUT' ? ' (on Windows and Linux)' : ' (on Linux, or in WSL)'}.`
}
