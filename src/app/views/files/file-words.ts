/** Files of the guest in words: what they are, how large, when, and in which states. */
import { formatBytes, formatCount } from '../../../engine/bytes/format.ts'
import type { Refused } from '../../../engine/bytes/refused.ts'
import type { UpdateWords } from '../../../engine/changes/update-words.ts'
import { KIND_WORDS } from '../../../engine/extract/extract-words.ts'
import type { DirectoryRow, NodeRow } from '../../../engine/files/directory-rows.ts'
import { timeText } from '../../../engine/files/time-words.ts'
import type { GuestTime, NodeKind, Stat } from '../../../engine/guest/guest-files.ts'

export const kindWords = (kind: NodeKind | undefined): string =>
  kind === undefined ? 'not known' : KIND_WORDS[kind]

/** "2026-11-30 20:06:10", with a fraction where it is `exact` and there is one. Of which zone `clockText` says. */
export const shownTime = (time: GuestTime, exact = false): string =>
  timeText(time, !exact)
    .replace(/^(\S*\d)T/, '$1 ')
    .replace(/Z$/, '')
    .replace(/(\.\d*?)0+$/, '$1')
    .replace(/\.$/, '')

/** Of which clock it is, behind the time. */
export const clockText = ({ isLocal }: GuestTime): string => (isLocal ? 'guest’s clock' : 'UTC')

/** "10 KiB", or with all digits "10,240 bytes". */
export function sizeText(size: bigint, exact = false): string {
  const count = Number(size)
  if (size > BigInt(Number.MAX_SAFE_INTEGER)) return `${size} bytes`
  if (!exact || count < 1024) return formatBytes(count)
  return `${formatBytes(count)} (${formatCount(count)} bytes)`
}

/** "rwxr-xr-x", with the bits above as `ls` shows them. */
export function permissionText(mode: number): string {
  const letters = [...'rwxrwxrwx'].map((letter, i) => ((mode >> (8 - i)) & 1 ? letter : '-'))
  for (const [bit, place, on, off] of [
    [0o4000, 2, 's', 'S'],
    [0o2000, 5, 's', 'S'],
    [0o1000, 8, 't', 'T'],
  ] as const) {
    if (mode & bit) letters[place] = letters[place] === '-' ? off : on
  }
  return `${letters.join('')} (${mode.toString(8).padStart(4, '0')})`
}

/** Of a node in a state, what is known; `undefined` where nothing is. */
export const statOf = (row: NodeRow | Refused | undefined): Stat | undefined =>
  row && 'stat' in row && row.stat.ok ? row.stat : undefined

/** What is shown of a row that is in both states: as it is later. */
export const shownNode = ({ before, after }: DirectoryRow): NodeRow | undefined => after ?? before

/** only: the name is in that state alone. differs: in both, with another kind, size or time. */
export type Seen = 'before' | 'after' | 'differs' | 'same'

export function seenOf({ before, after }: DirectoryRow): Seen {
  if (!before) return 'after'
  if (!after) return 'before'
  const [one, other] = [statOf(before), statOf(after)]
  const isSame =
    before.kind === after.kind &&
    one?.size === other?.size &&
    one?.times.modified?.nanoseconds === other?.times.modified?.nanoseconds &&
    one?.times.changed?.nanoseconds === other?.times.changed?.nanoseconds
  return isSame ? 'same' : 'differs'
}

export function seenWords(seen: Seen, { after }: Pick<UpdateWords, 'after'>): string {
  switch (seen) {
    case 'before':
      return 'on disk only'
    case 'after':
      return `${after} only`
    case 'differs':
      return 'in both, not alike'
    case 'same':
      return 'in both'
  }
}
