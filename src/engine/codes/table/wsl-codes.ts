/** Errors of WSL about disks (wslservice.idl) and of the Host Compute Service under it (HCS reference, HCSHResult). */
import type { ErrorCode } from '../error-code.ts'

const SEE_GUEST =
  'Open the image here: where it is sound, look at the file system on its disk. Copy the image before anything repairs it.'
const NOT_THE_IMAGE = 'It says nothing about the image.'

export const wslCodes = [
  {
    code: 0x80040305,
    name: 'WSL_E_TOO_MANY_DISKS_ATTACHED',
    meaning: 'WSL has attached as many disks as it can.',
    rules: [],
    advice: '“wsl --unmount” detaches all of them.',
  },
  {
    code: 0x8004030a,
    name: 'WSL_E_EXPORT_FAILED',
    meaning: 'The distribution could not be exported.',
    rules: ['log.dirty', 'bat.block-beyond-end'],
    advice: `Its file system may not be readable. ${SEE_GUEST}`,
  },
  {
    code: 0x8004030b,
    name: 'WSL_E_IMPORT_FAILED',
    meaning: 'The distribution could not be imported.',
    rules: ['file.signature', 'log.no-active-sequence'],
    advice: 'See here what the file is: an image needs “--vhd”, an archive must not have it.',
  },
  {
    code: 0x80040312,
    name: 'WSL_E_USER_VHD_ALREADY_ATTACHED',
    meaning: 'The image is attached to WSL already.',
    rules: [],
    advice: 'Detach it with “wsl --unmount FILE”, or use it where it is.',
  },
  {
    code: 0x80040315,
    name: 'WSL_E_ELEVATION_NEEDED_TO_MOUNT_DISK',
    meaning: 'Only an administrator may give a disk to WSL.',
    rules: [],
    advice: `Run the command from an elevated prompt. ${NOT_THE_IMAGE}`,
  },
  {
    code: 0x80040318,
    name: 'WSL_E_DISK_ALREADY_ATTACHED',
    meaning: 'The disk is attached already.',
    rules: [],
    advice: 'Detach it with “wsl --unmount DISK” first.',
  },
  {
    code: 0x80040319,
    name: 'WSL_E_DISK_ALREADY_MOUNTED',
    meaning: 'The disk is attached and mounted already.',
    rules: [],
    advice: 'Detach it with “wsl --unmount DISK” first.',
  },
  {
    code: 0x8004031a,
    name: 'WSL_E_DISK_MOUNT_FAILED',
    meaning: 'The image was attached, but no file system on its disk could be mounted.',
    rules: ['log.dirty'],
    advice:
      'The screen Disk shows partitions and file systems: “--partition” and “--type” must fit, and “--bare” leaves the mounting to you. “dmesg” in WSL says what Linux did not like.',
  },
  {
    code: 0x8004031b,
    name: 'WSL_E_DISK_UNMOUNT_FAILED',
    meaning: 'The disk could not be unmounted.',
    rules: [],
    advice:
      'Close what uses it in WSL, or run “wsl --shutdown”. Do not copy the image before that.',
  },
  {
    code: 0x8004032b,
    name: 'WSL_E_DISK_MOUNT_DISABLED',
    meaning: 'The administrator has turned off mounting of disks in WSL.',
    rules: [],
    advice: NOT_THE_IMAGE,
  },
  {
    code: 0x8004032f,
    name: 'WSL_E_DISK_CORRUPTED',
    meaning: 'The disk of the distribution is there, but its file system could not be mounted.',
    rules: ['log.dirty', 'bat.block-beyond-end', 'bat.block-shared'],
    advice: `Do not unregister the distribution: that deletes the image. ${SEE_GUEST}`,
  },
  {
    code: 0x80040332,
    name: 'WSL_E_VM_CRASHED',
    meaning: 'The virtual machine of WSL has crashed.',
    rules: ['log.dirty'],
    advice:
      'Run “wsl --shutdown” and try again. The crash may have left the image with a log to be replayed.',
  },
  {
    code: 0x80370100,
    name: 'HCS_E_TERMINATED_DURING_START',
    meaning: 'The virtual machine ended while it was starting.',
    rules: ['log.no-active-sequence'],
    advice: 'Open its images here. Where they are sound, the cause is in the machine.',
  },
  {
    code: 0x80370102,
    name: 'HCS_E_HYPERV_NOT_INSTALLED',
    // windows-sys: 3224830210.
    twins: [{ code: 0xc0370102, name: 'ERROR_VMCOMPUTE_HYPERV_NOT_INSTALLED' }],
    meaning: 'A feature of Windows that virtual machines need is not installed or not running.',
    rules: [],
    advice: `Turn on Virtual Machine Platform, and virtualization in the firmware. ${NOT_THE_IMAGE}`,
  },
  {
    code: 0x80370105,
    name: 'HCS_E_INVALID_STATE',
    meaning: 'The virtual machine is not in a state in which this can be done.',
    rules: [],
    advice: `Run “wsl --shutdown” or restart the machine, and try again. ${NOT_THE_IMAGE}`,
  },
  {
    code: 0x80370106,
    name: 'HCS_E_UNEXPECTED_EXIT',
    meaning: 'The virtual machine ended without being told to.',
    rules: ['log.dirty'],
    advice:
      'The image may have a log to be replayed now: open it here before you start the machine again.',
  },
  {
    code: 0x80370107,
    name: 'HCS_E_TERMINATED',
    meaning: 'The virtual machine was ended by force.',
    rules: ['log.dirty'],
    advice:
      'The image may have a log to be replayed now: open it here before you start the machine again.',
  },
  {
    code: 0x80370108,
    name: 'HCS_E_CONNECT_FAILED',
    meaning: 'No connection to the virtual machine could be made.',
    rules: [],
    advice: `Run “wsl --shutdown” and try again. ${NOT_THE_IMAGE}`,
  },
  {
    // Issues 9787: no file system found on the disk; MicrosoftDocs/WSL 1658: an image imported in place.
    code: 0x80370109,
    name: 'HCS_E_CONNECTION_TIMEOUT',
    meaning: 'The virtual machine did not answer in time.',
    rules: ['log.dirty'],
    advice: `Run “wsl --shutdown” and try again. A disk whose file system Linux does not find can be the cause, too. ${SEE_GUEST}`,
  },
] as const satisfies readonly ErrorCode[]
