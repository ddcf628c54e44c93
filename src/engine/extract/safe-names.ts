/** Names of a guest made safe for where its files are taken to: none leaves its folder, and no two become one. */
import { toNameBytes } from '../guest/names.ts'
import { NumberSet } from './number-set.ts'

/**
 * posix: a folder of Linux or macOS. windows: one of Windows. picker: one that a browser writes into, which has rules of
 * its own on all systems. tar: a member of an archive, which holds all that is text.
 */
export type NameTarget = 'posix' | 'windows' | 'picker' | 'tar'

export interface NamePlace {
  readonly target: NameTarget
  /** Names that differ in capital letters, or in how a letter is put together, are one there. Always so of windows and picker. */
  readonly ignoresCase?: boolean
}

interface NameRules {
  readonly forbidden: RegExp
  /** What may not stand at an end of a name. */
  readonly ends: RegExp | undefined
  /** Names that mean a device or are held back for the system, with any ending. */
  readonly reserved: RegExp | undefined
  /** Endings that are not written. */
  readonly endings: RegExp | undefined
  /** Size of a name, of which 255 is the most. */
  readonly size: (name: string) => number
}

const bytes = (name: string): number => toNameBytes(name).length
const DEVICES = /^(con|prn|aux|nul|clock\$|conin\$|conout\$|com[\d¹²³]|lpt[\d¹²³]) *(\.|$)/i

const RULES: Readonly<Record<NameTarget, NameRules>> = {
  posix: {
    forbidden: /[\p{Cc}/]/gu,
    ends: undefined,
    reserved: undefined,
    endings: undefined,
    size: bytes,
  },
  windows: {
    forbidden: /[\p{Cc}"*/:<>?\\|]/gu,
    ends: /[. ]+$/g,
    reserved: DEVICES,
    endings: undefined,
    size: (name) => name.length,
  },
  // Chromium's rules (base/i18n/file_util_icu.cc, net/base/filename_util.cc), which are the strictest.
  picker: {
    forbidden: /[\p{Cc}\p{Cf}\p{Noncharacter_Code_Point}"*/:<>?\\|]/gu,
    ends: /^[\s~]+|[\s.~]+$/g,
    reserved: new RegExp(`${DEVICES.source}|^(desktop\\.ini|thumbs\\.db)$`, 'i'),
    endings: /\.(lnk|scf|url|local|\{[^.]*\})$/i,
    size: bytes,
  },
  tar: {
    forbidden: /[\0/]/g,
    ends: undefined,
    reserved: undefined,
    endings: undefined,
    size: bytes,
  },
}

const LONGEST = 255
/** An ending of more characters is none: where a name is cut, it is cut, too. */
const LONGEST_ENDING = 20
/** What is cut may have to be mended, and that cut again. */
const ROUNDS = 4

/** The name itself where it is safe. Doing it twice changes nothing. */
export function safeName(name: string, target: NameTarget): string {
  let safe = name
  for (let round = 0; round < ROUNDS; round++) {
    const next = mend(safe, target)
    if (next === safe) break
    safe = next
  }
  return safe
}

function mend(name: string, target: NameTarget): string {
  const { forbidden, ends, reserved, endings } = RULES[target]
  let safe = name.replace(/\p{Cs}/gu, escapeSurrogate).replace(forbidden, '_')
  if (safe === '' || safe === '.' || safe === '..') safe = '_'.repeat(Math.max(1, safe.length))
  if (ends) safe = safe.replace(ends, (run) => '_'.repeat(run.length))
  // On Windows a browser takes what looks like a short name for one.
  if (target === 'picker' && /^[^.]{1,8}(\.[^.]{0,3})?$/.test(safe))
    safe = safe.replaceAll('~', '_')
  if (endings?.test(safe)) safe += '_'
  if (reserved?.test(safe)) safe = `_${safe}`
  return cutTo(safe, '', target)
}

/** A byte that is no UTF-8 as `%E9`; half of a pair, of a name that is UTF-16, as `%uD800`. */
function escapeSurrogate(half: string): string {
  const code = half.charCodeAt(0)
  const isByte = code >= 0xdc80 && code <= 0xdcff
  return isByte
    ? `%${(code - 0xdc00).toString(16).toUpperCase()}`
    : `%u${code.toString(16).toUpperCase()}`
}

/** `mark` behind the name and before its ending, and as much of the name as there is room for. */
function cutTo(name: string, mark: string, target: NameTarget): string {
  const { size } = RULES[target]
  const dot = name.lastIndexOf('.')
  const hasEnding = dot > 0 && name.length - dot <= LONGEST_ENDING
  const ending = hasEnding ? name.slice(dot) : ''
  const stem = hasEnding ? name.slice(0, dot) : name
  if (size(name) + size(mark) <= LONGEST) return stem + mark + ending
  let room = LONGEST - size(mark + ending)
  let kept = ''
  for (const character of stem) {
    room -= size(character)
    if (room < 0) break
    kept += character
  }
  return kept + mark + ending
}

export interface GivenName {
  readonly name: string
  readonly isRenamed: boolean
}

/** The names of one folder, given one after the other: the first that comes has its name, others get a number. */
export class FolderNames {
  readonly #target: NameTarget
  readonly #ignoresCase: boolean
  /**
   * Hashes of the names in use, in the form in which they are compared: a folder may have millions. If two names
   * have the same hash, the second is renamed without need.
   */
  readonly #taken = new NumberSet()
  /** The last number given to a name that occurred more than once. */
  readonly #numbers = new Map<string, number>()

  constructor({ target, ignoresCase = false }: NamePlace) {
    this.#target = target
    this.#ignoresCase = ignoresCase || target === 'windows' || target === 'picker'
  }

  give(name: string): GivenName {
    const safe = safeName(name, this.#target)
    const first = this.#compared(safe)
    if (this.#taken.add(hashOf(first))) return { name: safe, isRenamed: safe !== name }
    for (let number = (this.#numbers.get(first) ?? 1) + 1; ; number++) {
      const given = cutTo(safe, ` (${number})`, this.#target)
      if (!this.#taken.add(hashOf(this.#compared(given)))) continue
      this.#numbers.set(first, number)
      return { name: given, isRenamed: true }
    }
  }

  /** As strict as the strictest: letters that any system holds for one are one, and what some ignore is left out. */
  #compared(name: string): string {
    if (!this.#ignoresCase) return name
    return name
      .replace(/\p{DI}/gu, '')
      .normalize('NFKD')
      .toUpperCase()
      .toLowerCase()
  }
}

/** A hash of 52 bits: among five million names, two share one in fewer than one folder of three hundred. */
function hashOf(name: string): number {
  let [high, low] = [0x243f_6a88, 0x85a3_08d3]
  for (let i = 0; i < name.length; i++) {
    const unit = name.charCodeAt(i)
    high = Math.imul(high ^ unit, 0x85eb_ca6b)
    low = Math.imul(low ^ unit, 0xc2b2_ae35)
    high ^= low >>> 15
    low ^= high >>> 13
  }
  return (high >>> 12) * 2 ** 32 + (low >>> 0)
}
