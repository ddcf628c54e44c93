/** All error codes that are known here: much text that is needed late, and that comes after the first screen. */
import type { ErrorCode } from './error-code.ts'
import { diskCodes } from './table/disk-codes.ts'
import { imageCodes } from './table/image-codes.ts'
import { systemCodes } from './table/system-codes.ts'
import { trackingCodes } from './table/tracking-codes.ts'
import { wslCodes } from './table/wsl-codes.ts'

/** An NTSTATUS of a virtual disk has the number of the HRESULT, and its name but for the beginning (ntstatus.h). */
const withStatusName = (entry: ErrorCode): ErrorCode => ({
  ...entry,
  alsoCalled: [entry.name.replace(/^ERROR_/, 'STATUS_')],
})

export const codes: readonly ErrorCode[] = [
  ...[...imageCodes, ...diskCodes, ...trackingCodes]
    .toSorted((a, b) => a.code - b.code)
    .map(withStatusName),
  ...systemCodes,
  ...wslCodes,
]
