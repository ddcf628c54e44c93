/** File Type Identifier, §2.2.1: the first bytes of every VHDX file, written once. */
import { type Of, struct, text, utf16 } from '../bytes/struct.ts'

export const FILE_SIGNATURE = 'vhdxfile'

export const fileIdentifier = struct(
  { name: 'File Type Identifier', section: '2.2.1', size: 520 },
  { signature: text(0, 8), creator: utf16(8, 512) },
  {
    signature: 'Must be “vhdxfile”.',
    creator: 'The program that made the file, as UTF-16 text; for diagnosis only.',
  },
)
export type FileIdentifier = Of<typeof fileIdentifier>
