/** What the scripts of a patch share: a limit, and bytes spelled so that no shell sees text of the image. */
import { MIB } from '../../format/layout.ts'
import type { PlainContent } from '../../update/step.ts'
import type { HeaderPair } from '../header-states.ts'
import { type Patch, PatchError, storedLength } from '../patch.ts'

/** The most old and new bytes that a script holds: as text they take several times the room. */
export const MAX_SCRIPT_DATA = 8 * MIB

/** Throws a `PatchError` where the patch is too large for a script; `hasScripts` says so beforehand. */
export function requireScriptable(patch: Patch): void {
  if (hasScripts(patch)) return
  throw new PatchError(
    'More is changed than the 8 MiB that a script can hold: use the patch with “vhdx-inspector apply”.',
  )
}

/** What a script says that it does. */
export type ScriptSubject = 'replay' | 'salvage' | 'relink'

type Words = readonly (readonly [from: string, to: string])[]

const SUBJECTS: Readonly<Record<ScriptSubject, Words>> = {
  replay: [],
  salvage: [
    ['the replay of a VHDX log', 'the salvage of a VHDX'],
    ['the replay', 'the salvage'],
    ['the log is replayed', 'the image is salvaged'],
  ],
  relink: [
    ['the replay of a VHDX log', 'the link of a VHDX to another parent'],
    ['the replay', 'the link'],
    ['the log is replayed', 'the image names the other parent'],
  ],
}

/** In the middle of a replay the log is still named, so that any program completes it. */
const MARKED: Words = [
  ['Stopped in the middle. ', 'Stopped in the middle: no program opens the image so. '],
]

/** The text of a script, which is written for a replay, about its subject. */
export const wordedFor = (subject: ScriptSubject, { version }: Patch, text: string): string =>
  [...SUBJECTS[subject], ...(version === 1 ? [] : MARKED)].reduce(
    (worded, [from, to]) => worded.replaceAll(from, to),
    text,
  )

/**
 * How far both headers can be when the data is new: a digit for the first and one for the second, in the order in
 * which they are closed.
 */
export const closingPairs = ({ closing }: HeaderPair): readonly string[] =>
  closing[0] === 'first' ? ['32', '42', '43', '44'] : ['23', '24', '34', '44']

export const hasScripts = ({ runs }: Patch): boolean => storedLength(runs) <= MAX_SCRIPT_DATA

export const bytesOf = (content: PlainContent): Uint8Array =>
  content.kind === 'bytes' ? content.bytes : new Uint8Array(content.length)

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/'
/** Bytes of a line of Base64. */
const BASE64_LINE = 57

/** Lines of 76 characters; letters, digits, plus and slash, an equals sign at the end. */
export function base64Lines(bytes: Uint8Array): readonly string[] {
  const lines: string[] = []
  for (let at = 0; at < bytes.length; at += BASE64_LINE) {
    lines.push(base64(bytes.subarray(at, at + BASE64_LINE)))
  }
  return lines
}

function base64(bytes: Uint8Array): string {
  let text = ''
  for (let at = 0; at < bytes.length; at += 3) {
    const [a = 0, b = 0, c = 0] = bytes.subarray(at, at + 3)
    const word = (a << 16) | (b << 8) | c
    const digits = [18, 12, 6, 0].map((shift) => ALPHABET[(word >> shift) & 63] ?? '')
    const count = Math.min(bytes.length - at, 3) + 1
    text += digits.slice(0, count).join('').padEnd(4, '=')
  }
  return text
}

/** Zeros are looked for in pieces of this size. */
const ZERO_PIECE = 512
/** Fewer zeros than this are spelled like all other bytes: another command would cost more. */
const MIN_ZEROS = 2 * ZERO_PIECE

/** Commands of a POSIX shell that print the bytes: octal escapes, and `zeros N` for N times 512 of them. */
export function printfLines(bytes: Uint8Array): readonly string[] {
  const lines: string[] = []
  let at = 0
  while (at < bytes.length) {
    let end = at
    while (end < bytes.length && bytes[end] === 0) end++
    const zeros = end - at - ((end - at) % ZERO_PIECE)
    if (zeros >= MIN_ZEROS) {
      lines.push(`zeros ${zeros / ZERO_PIECE}`)
      at += zeros
      continue
    }
    const piece = bytes.subarray(at, Math.min(bytes.length, at + ZERO_PIECE))
    lines.push(`printf '${octal(piece)}'`)
    at += piece.length
  }
  return lines
}

const octal = (bytes: Uint8Array): string => {
  let text = ''
  for (const byte of bytes) text += OCTAL[byte] ?? ''
  return text
}
/** As short as can be: behind every escape stands a backslash or the end. */
const OCTAL = Array.from({ length: 256 }, (_, byte) => `\\${byte.toString(8)}`)
