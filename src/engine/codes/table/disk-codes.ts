/** 0xC03A0014 to 0xC03A001F and 0xC03A0025 to 0xC03A0028 (winerror.h): about a disk in use, its chain and its size. */
import type { ErrorCode } from '../error-code.ts'

export const diskCodes = [
  {
    code: 0xc03a0014,
    name: 'ERROR_VIRTDISK_PROVIDER_NOT_FOUND',
    meaning: 'Windows has no driver at work that opens virtual disks of this kind.',
    rules: ['file.signature'],
    advice:
      'Where other images fail, too, the driver is missing: turn on the feature Virtual Machine Platform or Hyper-V, and see that vhdmp starts. Else see here what the file is.',
  },
  {
    code: 0xc03a0015,
    name: 'ERROR_VIRTDISK_NOT_VIRTUAL_DISK',
    meaning: 'What was named is not a virtual disk.',
    rules: ['file.signature'],
    advice: 'See whether you have named the right disk or file; here it says what a file is.',
  },
  {
    code: 0xc03a0016,
    name: 'ERROR_VHD_PARENT_VHD_ACCESS_DENIED',
    meaning: 'The parent of a differencing disk is there, but it may not be opened.',
    rules: [],
    advice:
      'Give the account, or the virtual machine, the right to read the parent: “icacls PARENT” shows who has it.',
  },
  {
    code: 0xc03a0017,
    name: 'ERROR_VHD_CHILD_PARENT_SIZE_MISMATCH',
    meaning: 'Child and parent are disks of different sizes.',
    rules: ['chain.wrong-parent', 'chain.parent-changed', 'metadata.virtual-disk-size'],
    advice:
      'Add the parent to the child here, and compare the sizes. Whoever resized the parent has broken the chain; look for the parent as it was.',
  },
  {
    code: 0xc03a0018,
    name: 'ERROR_VHD_DIFFERENCING_CHAIN_CYCLE_DETECTED',
    meaning: 'The chain of parents comes back to a disk that is in it already.',
    rules: ['chain.cycle'],
    advice: 'Open all files of the chain here, and look for the one that names its own descendant.',
  },
  {
    code: 0xc03a0019,
    name: 'ERROR_VHD_DIFFERENCING_CHAIN_ERROR_IN_PARENT',
    meaning: 'A disk further up in the chain could not be opened.',
    rules: ['chain.parent-unreadable', 'chain.parent-dirty', 'chain.parent-missing'],
    advice: 'Open each parent by itself here: the damage is in one of them, not in the child.',
  },
  {
    code: 0xc03a001a,
    name: 'ERROR_VIRTUAL_DISK_LIMITATION',
    meaning:
      'The file is compressed, encrypted or sparse on its volume, and Windows attaches none that is.',
    rules: [],
    advice:
      'The image itself may be in order. “compact /u FILE”, “cipher /d FILE” and “fsutil sparse setflag FILE 0” take the three away; for WSL also “wsl --manage NAME --set-sparse false”.',
  },
  {
    code: 0xc03a001b,
    name: 'ERROR_VHD_INVALID_TYPE',
    meaning: 'What was asked for cannot be done with a disk of this type.',
    rules: [],
    advice:
      'See here whether the disk is fixed, dynamic or differencing: a fixed one cannot be compacted, and only a differencing one can be merged.',
  },
  {
    code: 0xc03a001c,
    name: 'ERROR_VHD_INVALID_STATE',
    meaning: 'What was asked for cannot be done with the disk as it is now.',
    rules: ['log.dirty'],
    advice:
      'Detach the disk or shut the machine down, and try again. Where the image was not closed cleanly, its log has to be replayed first.',
  },
  {
    code: 0xc03a001d,
    name: 'ERROR_VIRTDISK_UNSUPPORTED_DISK_SECTOR_SIZE',
    meaning: 'The disk that the file is on has sectors of a size that is not supported.',
    rules: ['metadata.logical-sector-size', 'metadata.physical-sector-size'],
    advice: 'Put the file on a volume whose disk has sectors of 512 bytes, and try again.',
  },
  {
    code: 0xc03a001e,
    name: 'ERROR_VIRTDISK_DISK_ALREADY_OWNED',
    meaning: 'Somebody else owns the disk already.',
    rules: [],
    advice: 'Detach it where it is attached: another machine, another node of the cluster, or WSL.',
  },
  {
    code: 0xc03a001f,
    name: 'ERROR_VIRTDISK_DISK_ONLINE_AND_WRITABLE',
    meaning: 'The disk would have to be offline or read-only for this.',
    rules: [],
    advice: 'Take it offline in Disk Management, or with “Set-Disk -Number N -IsOffline $true”.',
  },
  {
    code: 0xc03a0025,
    name: 'ERROR_VHD_RESIZE_WOULD_TRUNCATE_DATA',
    meaning: 'The disk would become so small that data behind its new end were lost.',
    rules: [],
    advice: 'Shrink or move the partitions first; the screen Disk shows where the last one ends.',
  },
  {
    code: 0xc03a0026,
    name: 'ERROR_VHD_COULD_NOT_COMPUTE_MINIMUM_VIRTUAL_SIZE',
    meaning: 'Windows could not tell how small the disk can become.',
    rules: [],
    advice:
      'It goes by the partition table: see on the screen Disk whether there is one, and whether it is in order.',
  },
  {
    code: 0xc03a0027,
    name: 'ERROR_VHD_ALREADY_AT_OR_BELOW_MINIMUM_VIRTUAL_SIZE',
    meaning: 'The disk is as small as its partitions allow.',
    rules: [],
    advice: 'Shrink the last partition first, if the disk has to be smaller.',
  },
  {
    code: 0xc03a0028,
    name: 'ERROR_VHD_METADATA_FULL',
    meaning: 'The metadata region has no room for another item.',
    rules: ['metadata.too-many-user-items', 'metadata.count'],
    advice: 'Look at the items here. Converting the disk into a new file leaves user items behind.',
  },
] as const satisfies readonly ErrorCode[]
