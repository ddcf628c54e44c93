/** An error code in words that screen and command line share. */
import type { ErrorCode, Twin } from './error-code.ts'

/** `0xC03A000E`. */
export const codeHex = (code: number): string =>
  `0x${code.toString(16).toUpperCase().padStart(8, '0')}`

const codeAndName = ({ code, name }: Twin): string => `${codeHex(code)} ${name}`

/** `0xC03A000E ERROR_VHD_CHILD_PARENT_ID_MISMATCH`. */
export const codeTitle = (entry: ErrorCode): string => codeAndName(entry)

/** Its other names and numbers; empty where it has none. */
export const otherSpellings = ({ alsoCalled = [], twins = [] }: ErrorCode): string =>
  [...alsoCalled, ...twins.map(codeAndName)].join(', ')

export const CODE_LABELS = {
  others: 'Also',
  meaning: 'What Windows means',
  rules: 'What can be behind it',
  advice: 'What to do',
} as const

/** Where no finding can be behind a code. */
export const NO_RULE = 'Nothing that an image shows.'

/** What is taken for a code; goes on a sentence. */
export const ACCEPTED_CODES =
  'a number such as 0xC03A000E or -1069940722, a name such as ERROR_FILE_CORRUPT or WSL_E_DISK_CORRUPTED, or a message with one in it'

/** Of a text in which no code was found. */
export const UNKNOWN_CODE = `No code that is known here. A code is ${ACCEPTED_CODES}.`
