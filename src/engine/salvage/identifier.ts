/** The file type identifier written anew, §2.2.1. */
import { FILE_SIGNATURE, fileIdentifier } from '../format/file-identifier.ts'
import { FILE_IDENTIFIER_OFFSET } from '../format/layout.ts'
import { type SalvageWay, writeBytes } from './way.ts'

const SIGNATURE_SIZE = 8

/** Only the signature: the creator behind it is somebody else's word, and nobody reads the file by it. */
export const identifier: SalvageWay = async ({ inspected: { before } }) => {
  if (before.identity.kind === 'vhdx') return { why: 'The first bytes of the file are right.' }
  if (!before.headers.copies.some(({ valid }) => valid)) {
    return { why: 'No header of the file is whole, so that nothing says that it is a VHDX.' }
  }
  const whole = fileIdentifier.encode({ signature: FILE_SIGNATURE })
  return {
    steps: writeBytes(FILE_IDENTIFIER_OFFSET, whole.slice(0, SIGNATURE_SIZE)),
    losses: [],
  }
}
