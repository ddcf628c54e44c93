/** What keeps Windows from attaching an image that is in order: nothing that the image shows. */

export interface AttachObstacle {
  /** In one word or a few. */
  readonly title: string
  /** What is in the way, and why that is. */
  readonly cause: string
  /** By which number and name Windows refuses it then, where it says one: an entry of the codes. */
  readonly code: { readonly number: number; readonly name: string }
  /** The command that shows whether it is so, and what it says then. */
  readonly shows: string
  readonly sign: string
  /** The command that mends it, and what else is to be known of it. */
  readonly mends: string
  readonly note?: string
}

export const ATTACH_TITLE = 'Still does not attach?'

/** The name by which `explain` knows it. */
export const ATTACH_NAME = 'attach'

/** Where it stands below a verdict. */
export const ATTACH_INTRO =
  'What was read of the image is in order, and what is in the way of Windows then is not in the image: each of these can be looked at and mended on the machine where the file is. FILE stands for the file.'

const LIMITATION = { number: 0xc03a001a, name: 'ERROR_VIRTUAL_DISK_LIMITATION' }

/** The likeliest first. For a command prompt of Windows, or PowerShell where the command is one of its own. */
export const ATTACH_OBSTACLES: readonly AttachObstacle[] = [
  {
    title: 'Attached elsewhere',
    cause:
      'Another program, a virtual machine or WSL has the image open, and Windows attaches it once.',
    code: { number: 0x80070020, name: 'ERROR_SHARING_VIOLATION' },
    shows: 'Get-DiskImage -ImagePath FILE',
    sign: 'Attached is True',
    mends: 'Dismount-DiskImage -ImagePath FILE',
    note: 'Where Attached is False, shut down the virtual machine that has it; for WSL “wsl --shutdown”.',
  },
  {
    title: 'No rights',
    cause:
      'The account may not write the file. To attach it for writing changes its headers, and to replay a log writes, too.',
    code: { number: 0x80070005, name: 'E_ACCESSDENIED' },
    shows: 'icacls FILE',
    sign: 'no line gives your account, or that of the virtual machine, F or M',
    mends: 'icacls FILE /grant "%USERNAME%:M"',
    note: 'To attach a disk needs an administrator besides. A virtual machine needs the right itself: /grant "NT VIRTUAL MACHINE\\ID:M" with the ID that “Get-VM | Select-Object Name, Id” shows.',
  },
  {
    title: 'Write-protected',
    cause: 'The file has the attribute of a file that is only to be read.',
    code: { number: 0x80070005, name: 'E_ACCESSDENIED' },
    shows: 'attrib FILE',
    sign: 'there is an R before the name',
    mends: 'attrib -r FILE',
  },
  {
    title: 'Compressed',
    cause: 'NTFS keeps the file compressed, and Windows attaches none that is.',
    code: LIMITATION,
    shows: 'compact FILE',
    sign: 'there is a C before the name',
    mends: 'compact /u FILE',
    note: 'It needs the room that the file takes without compression.',
  },
  {
    title: 'Encrypted',
    cause: 'NTFS keeps the file encrypted (EFS), and Windows attaches none that is.',
    code: LIMITATION,
    shows: 'cipher /c FILE',
    sign: 'there is an E before the name',
    mends: 'cipher /d FILE',
    note: 'Only an account that can read the file can do that.',
  },
  {
    title: 'Sparse',
    cause:
      'The file is sparse: its volume leaves out parts of zeros, as a download or a copy from Linux may do, and Windows attaches none that is.',
    code: LIMITATION,
    shows: 'fsutil sparse queryflag FILE',
    sign: 'it says that the file is set as sparse',
    mends: 'fsutil sparse setflag FILE 0',
    note: 'For a disk of WSL: “wsl --manage NAME --set-sparse false”.',
  },
  {
    title: 'Integrity streams',
    cause: 'ReFS keeps checksums of the data of the file, and Windows attaches none that has them.',
    code: LIMITATION,
    shows: 'Get-FileIntegrity -FileName FILE',
    sign: 'Enabled is True',
    mends: 'Set-FileIntegrity -FileName FILE -Enable $false',
  },
]
