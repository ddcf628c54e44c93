/** The headers of a tar archive: ustar, and before it the pax records for all that ustar has no room for. */

import type { Stat } from '../guest/guest-files.ts'
import { toNameBytes } from '../guest/names.ts'

/** All of an archive is in blocks of this size, in bytes. */
export const BLOCK = 512

/** Bytes that fill up the last block of a content. */
export const padding = (size: number): number => (BLOCK - (size % BLOCK)) % BLOCK

/** Two blocks of zeros. */
export const endOfArchive = (): Uint8Array => new Uint8Array(2 * BLOCK)

export interface TarMember {
  /** Relative, of safe names. */
  readonly path: string
  /** `again` is a second name of a file that came before. */
  readonly type: 'file' | 'directory' | 'link' | 'again'
  /** Of the content that follows, in bytes. */
  readonly size: number
  /** Of a link where it leads, and of a second name the path of the first. */
  readonly linkTo: string | undefined
  readonly stat: Pick<Stat, 'times' | 'permissions' | 'owner'>
}

const TYPE_FLAGS = { file: '0', again: '1', link: '2', directory: '5' } as const

/** Who unpacks it gets no program that runs as somebody else: of the mode only these bits are kept. */
const PERMISSIONS = 0o777
const WITHOUT_PERMISSIONS = { file: 0o644, again: 0o644, directory: 0o755, link: 0o777 } as const

/** As long as a field of so many octal digits and one byte behind them can say. */
const most = (digits: number): number => 8 ** digits - 1

/** One or more blocks. */
export function memberHeader(member: TarMember): Uint8Array {
  const { type, size, stat, linkTo = '' } = member
  const path = type === 'directory' ? `${member.path}/` : member.path
  const { user = 0, group = 0 } = stat.owner ?? {}
  const modified = stat.times.modified?.nanoseconds ?? 0n
  const records = [
    // Before the records to which it applies.
    ...(isUtf8(path) && isUtf8(linkTo) ? [] : [record('hdrcharset', 'BINARY')]),
    ...(isPlain(path) ? [] : [record('path', path)]),
    ...(isPlain(linkTo) ? [] : [record('linkpath', linkTo)]),
    ...(size > most(11) ? [record('size', `${size}`)] : []),
    ...(user > most(7) ? [record('uid', `${user}`)] : []),
    ...(group > most(7) ? [record('gid', `${group}`)] : []),
    ...(isWholeTime(modified) ? [] : [record('mtime', decimal(modified))]),
  ]
  const header = ustar({
    name: plain(path),
    mode: (stat.permissions ?? WITHOUT_PERMISSIONS[type]) & PERMISSIONS,
    user,
    group,
    size,
    seconds: isWholeTime(modified) ? Number(modified / 1_000_000_000n) : 0,
    type: TYPE_FLAGS[type],
    linkName: plain(linkTo),
  })
  return records.length === 0 ? header : concat([paxHeader(path, concat(records)), header])
}

function paxHeader(path: string, records: Uint8Array): Uint8Array {
  const header = ustar({
    name: plain(`PaxHeaders/${path}`),
    mode: 0o644,
    user: 0,
    group: 0,
    size: records.length,
    seconds: 0,
    type: 'x',
    linkName: '',
  })
  return concat([header, records, new Uint8Array(padding(records.length))])
}

interface Ustar {
  /** ASCII, of at most `NAME` bytes. */
  readonly name: string
  readonly mode: number
  readonly user: number
  readonly group: number
  readonly size: number
  readonly seconds: number
  readonly type: string
  readonly linkName: string
}

/** What does not fit into its field is 0 there: a pax record has it. */
function ustar({ name, mode, user, group, size, seconds, type, linkName }: Ustar): Uint8Array {
  const bytes = new Uint8Array(BLOCK)
  const text = (at: number, value: string): void => {
    for (let i = 0; i < value.length; i++) bytes[at + i] = value.charCodeAt(i)
  }
  const octal = (at: number, digits: number, value: number): void =>
    text(at, (value <= most(digits) ? value : 0).toString(8).padStart(digits, '0'))
  text(0, name)
  octal(100, 7, mode)
  octal(108, 7, user)
  octal(116, 7, group)
  octal(124, 11, size)
  octal(136, 11, seconds)
  text(148, ' '.repeat(8))
  text(156, type)
  text(157, linkName)
  text(257, 'ustar\0' + '00')
  octal(329, 7, 0)
  octal(337, 7, 0)
  const sum = bytes.reduce((total, byte) => total + byte, 0)
  text(148, `${sum.toString(8).padStart(6, '0')}\0 `)
  return bytes
}

/** Bytes of a name, and of where a link leads, in a ustar header. */
const NAME = 100

/** Whether a ustar header says it as it is. */
const isPlain = (text: string): boolean => text.length <= NAME && /^[\x20-\x7e]*$/.test(text)

/** For who does not know pax: something like it. */
function plain(text: string): string {
  const ascii = text.replace(/[^\x20-\x7e]/gu, '_')
  if (ascii.length <= NAME) return ascii
  return text.endsWith('/') ? `${ascii.slice(0, NAME - 1)}/` : ascii.slice(0, NAME)
}

const isUtf8 = (text: string): boolean => !/\p{Cs}/u.test(text)

/** "LENGTH key=value\n": the length counts itself, and so no value can end a record before its end. */
function record(key: string, value: string): Uint8Array {
  const rest = toNameBytes(` ${key}=${value}\n`)
  let length = rest.length + 1
  while (`${length}`.length + rest.length !== length) length = `${length}`.length + rest.length
  return concat([toNameBytes(`${length}`), rest])
}

/** Seconds that an octal field has room for, and nothing below them. */
const isWholeTime = (nanoseconds: bigint): boolean =>
  nanoseconds >= 0n &&
  nanoseconds % 1_000_000_000n === 0n &&
  nanoseconds / 1_000_000_000n <= BigInt(most(11))

/** Seconds with as many digits behind the point as are needed. */
function decimal(nanoseconds: bigint): string {
  const size = nanoseconds < 0n ? -nanoseconds : nanoseconds
  const part = (size % 1_000_000_000n).toString().padStart(9, '0').replace(/0+$/, '')
  return `${nanoseconds < 0n ? '-' : ''}${size / 1_000_000_000n}${part === '' ? '' : `.${part}`}`
}

function concat(parts: readonly Uint8Array[]): Uint8Array {
  const all = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0))
  let at = 0
  for (const part of parts) {
    all.set(part, at)
    at += part.length
  }
  return all
}
