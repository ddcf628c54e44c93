/**
 * Errors of Windows itself that stand in public reports about VHDX files, as HRESULTs, with the NTSTATUS (ntstatus.h) that
 * Windows turns into each (RtlNtStatusToDosError), where there is one of the same meaning. The reports are issues of microsoft/WSL
 * unless something else is said. 0x800704C8 and 0x800700E9 are in no report that was found, and so not here.
 */
import type { ErrorCode } from '../error-code.ts'

export const systemCodes = [
  {
    // Issue 10858.
    code: 0x80070002,
    name: 'ERROR_FILE_NOT_FOUND',
    twins: [{ code: 0xc0000034, name: 'STATUS_OBJECT_NAME_NOT_FOUND' }],
    meaning: 'There is no file of that name.',
    rules: ['chain.parent-missing'],
    advice:
      'See whether the image was moved or deleted. Of a differencing disk it may be the parent: open the child here to see what it is called.',
  },
  {
    // Issue 9318.
    code: 0x80070003,
    name: 'ERROR_PATH_NOT_FOUND',
    twins: [{ code: 0xc000003a, name: 'STATUS_OBJECT_PATH_NOT_FOUND' }],
    meaning: 'The folder in which the file should be does not exist.',
    rules: ['chain.parent-missing', 'parent.no-path'],
    advice:
      'See whether the drive is there and has the same letter. Of a differencing disk it may be the path of the parent: open the child here.',
  },
  {
    // Issues 9362, 11317, 13775; medo64/VhdAttach issue 11: an image that was not closed cleanly, since its replay writes.
    code: 0x80070005,
    name: 'E_ACCESSDENIED',
    alsoCalled: ['ERROR_ACCESS_DENIED'],
    twins: [{ code: 0xc0000022, name: 'STATUS_ACCESS_DENIED' }],
    meaning: 'The account has not the rights for what it asked.',
    rules: ['log.dirty'],
    advice:
      'Attaching an image with a log to be replayed writes to it: try as administrator, or save a replayed copy here. Else look at the rights with “icacls FILE”, and whether the file is encrypted with “cipher /c FILE”.',
  },
  {
    // Issue 2407.
    code: 0x8007000e,
    name: 'E_OUTOFMEMORY',
    alsoCalled: ['ERROR_OUTOFMEMORY'],
    meaning: 'There was not enough memory, or no room for what had to be stored.',
    rules: [],
    advice: 'Free memory and space on the volume, and try again. It says nothing about the image.',
  },
  {
    // Issue 8917.
    code: 0x80070017,
    name: 'ERROR_CRC',
    twins: [{ code: 0xc000003f, name: 'STATUS_CRC_ERROR' }],
    meaning: 'The drive that holds the file could not read a part of it.',
    rules: [],
    advice:
      'The drive fails. Copy the image from it at once with a tool that goes on behind errors, such as ddrescue, and open the copy here.',
  },
  {
    // Issues 9883, 10737, 12434.
    code: 0x80070020,
    name: 'ERROR_SHARING_VIOLATION',
    twins: [{ code: 0xc0000043, name: 'STATUS_SHARING_VIOLATION' }],
    meaning: 'Another program has the file open.',
    rules: [],
    advice:
      'Run “wsl --shutdown”, “Dismount-VHD -Path FILE”, or shut down the machine that has it; then try again.',
  },
  {
    // Issues 9178, 10464; 11052: a file on a network share.
    code: 0x80070032,
    name: 'ERROR_NOT_SUPPORTED',
    twins: [{ code: 0xc00000bb, name: 'STATUS_NOT_SUPPORTED' }],
    meaning: 'What was asked for is not supported where the file is.',
    rules: [],
    advice: 'Copy the image to a local NTFS volume, not compressed, and attach that copy.',
  },
  {
    // Issue 11317: without --vhd.
    code: 0x80070057,
    name: 'E_INVALIDARG',
    alsoCalled: ['ERROR_INVALID_PARAMETER'],
    twins: [{ code: 0xc000000d, name: 'STATUS_INVALID_PARAMETER' }],
    meaning: 'A parameter of the request is wrong.',
    rules: [],
    advice: 'With “wsl --mount” a file needs “--vhd”. Else look at the path and at the options.',
  },
  {
    // Issue 10272.
    code: 0x80070070,
    name: 'ERROR_DISK_FULL',
    twins: [{ code: 0xc000007f, name: 'STATUS_DISK_FULL' }],
    meaning: 'The volume that the file is on, or goes to, has no space left.',
    rules: ['replay.truncated', 'replay.extends-file', 'bat.block-cut'],
    advice:
      'Make room before anything opens the image again. Then open it here: a write that found no room may have left its log unfinished.',
  },
  {
    // WhitewaterFoundry/Pengwin issue 45.
    code: 0x8007007b,
    name: 'ERROR_INVALID_NAME',
    twins: [{ code: 0xc0000033, name: 'STATUS_OBJECT_NAME_INVALID' }],
    meaning: 'The name of the file or folder has a form that Windows does not take.',
    rules: ['parent.locator-malformed'],
    advice: 'Look for quotes and other signs in the path; of a child, in the paths of its parent.',
  },
  {
    // charbelnemnom.com: a background merge of an .avhdx.
    code: 0x80070299,
    name: 'ERROR_FILE_SYSTEM_LIMITATION',
    twins: [{ code: 0xc0000427, name: 'STATUS_FILE_SYSTEM_LIMITATION' }],
    meaning: 'The file lies in so many pieces on its volume that NTFS cannot record more.',
    rules: [],
    advice:
      'Copy the image to another volume: the copy is in few pieces. It is not damaged by this.',
  },
  {
    // Issue 10055.
    code: 0x8007045d,
    name: 'ERROR_IO_DEVICE',
    twins: [{ code: 0xc0000185, name: 'STATUS_IO_DEVICE_ERROR' }],
    meaning: 'The drive did not do what was asked of it.',
    rules: [],
    advice: 'Look at the cable and the health of the drive, and copy the image from it first.',
  },
  {
    // Issue 11253.
    code: 0x80070490,
    name: 'ERROR_NOT_FOUND',
    twins: [{ code: 0xc0000225, name: 'STATUS_NOT_FOUND' }],
    meaning: 'Something that the request names is not there.',
    rules: [],
    advice: 'Restart Windows and update WSL; then see whether the file that it names exists.',
  },
  {
    // MicrosoftDocs/azure-docs issues 52656 and 60494.
    code: 0x80070522,
    name: 'ERROR_PRIVILEGE_NOT_HELD',
    twins: [{ code: 0xc0000061, name: 'STATUS_PRIVILEGE_NOT_HELD' }],
    meaning: 'Only an administrator, or who has the right to manage volumes, may attach a disk.',
    rules: [],
    advice: 'Attach it from an elevated prompt. It says nothing about the image.',
  },
  {
    // Issues 11179, 11849, 12067.
    code: 0x80070570,
    name: 'ERROR_FILE_CORRUPT',
    twins: [{ code: 0xc0000102, name: 'STATUS_FILE_CORRUPT_ERROR' }],
    meaning: 'A structure on the disk or in the file is damaged, so that it cannot be opened.',
    rules: [
      'header.none-valid',
      'region-table.none-valid',
      'log.no-active-sequence',
      'replay.truncated',
      'metadata.unreadable',
      'bat.block-in-structure',
      'bat.block-beyond-end',
    ],
    advice:
      'Open the image here: it says what is damaged. Where the image is sound, the volume that it lies on may be damaged: “chkdsk X:” tells without changing anything.',
  },
  {
    // Issues 9214, 13598.
    code: 0x80004005,
    name: 'E_FAIL',
    meaning: 'Something failed, and nobody said what.',
    rules: ['log.dirty', 'log.no-active-sequence'],
    advice:
      'Open the image here, and look at the file system on its disk. “wsl --import” of an image needs “--vhd”.',
  },
  {
    // Issues 13028, 13714.
    code: 0x8000ffff,
    name: 'E_UNEXPECTED',
    meaning: 'Something happened that the program has no other word for: a “catastrophic failure”.',
    rules: ['log.dirty', 'log.no-active-sequence'],
    advice:
      'Run “wsl --shutdown” and try again. Then open the image here to see whether it is sound.',
  },
] as const satisfies readonly ErrorCode[]
