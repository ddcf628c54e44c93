/** The script for Windows PowerShell 5.1 and later that applies a patch and takes it back. */
import type { PlainContent } from '../../update/step.ts'
import { type Patch, storedLength } from '../patch.ts'
import { POWERSHELL_BODY } from './powershell-script-body.ts'
import {
  base64Lines,
  closingPairs,
  requireScriptable,
  type ScriptSubject,
  wordedFor,
} from './script-data.ts'

/** In place of where bytes are stored. */
const ZEROS = -1
const ABSENT = -2

/**
 * ASCII with line feeds. Nothing of the image stands in it but numbers: its bytes are Base64, its name is an
 * argument. Throws a `PatchError` where the patch is too large.
 */
export function powershellScript(patch: Patch, subject: ScriptSubject = 'replay'): string {
  requireScriptable(patch)
  const { headers, sizeBefore, sizeAfter, runs } = patch
  const { first, second } = headers
  const stored = new Stored(storedLength(runs) + 6 * first.original.length)
  const header = ({ offset, original, opened, closed }: typeof first): string =>
    [offset, ...[original, opened, closed].map((bytes) => stored.add(bytes))].join(' ')
  const lines = [first, second].map(header)
  const table = runs.map(({ offset, length, before, after }) =>
    [offset, length, stored.addContent(before), stored.addContent(after)].join(' '),
  )
  return [
    wordedFor(subject, patch, POWERSHELL_BODY.head),
    `$sizeBefore = [long]'${sizeBefore}'`,
    `$sizeAfter = [long]'${sizeAfter}'`,
    '# Of each header: its place, and where its bytes are in $stored: as it was, opened, closed.',
    `$first = Read-Numbers '${lines[0]}'`,
    `$second = Read-Numbers '${lines[1]}'`,
    '# How far both can be when the data is new, in the order in which they are closed.',
    `$closing = @(${closingPairs(headers)
      .map((pair) => `'${pair}'`)
      .join(', ')})`,
    '# Of each run: its place and length, and where its old and its new bytes are in $stored.',
    `# ${ZEROS} stands for zeros, ${ABSENT} for what is behind the end of the image as it was.`,
    "$table = @'",
    ...table,
    "'@",
    "$stored = [Convert]::FromBase64String(@'",
    ...base64Lines(stored.bytes),
    "'@)",
    wordedFor(
      subject,
      patch,
      headers.closing[0] === 'first' ? POWERSHELL_BODY.main : POWERSHELL_BODY.otherOrder,
    ),
    '',
  ].join('\n')
}

/** Bytes one behind the other, each with its place. */
class Stored {
  readonly bytes: Uint8Array
  #length = 0

  constructor(length: number) {
    this.bytes = new Uint8Array(length)
  }

  add(bytes: Uint8Array): number {
    const at = this.#length
    this.bytes.set(bytes, at)
    this.#length += bytes.length
    return at
  }

  addContent(content: PlainContent | undefined): number {
    if (content === undefined) return ABSENT
    return content.kind === 'zeros' ? ZEROS : this.add(content.bytes)
  }
}
