/** A verdict in words, for screen, command line and report alike. */
import { formatBytes, formatHex, plural } from '../bytes/format.ts'
import { endOf } from '../bytes/ranges.ts'
import type { Loss } from './losses.ts'
import type { AreaId, Condition, Tone, Verdict } from './verdict.ts'

export const CONDITION_WORDS: Readonly<Record<Condition, string>> = {
  sound: 'Sound: all of the disk can be read.',
  degraded: 'Degraded: all of the disk can be read, but not everything is as it should be.',
  incomplete: 'Incomplete: a parent is missing or cannot be trusted.',
  damaged: 'Damaged: part of the disk cannot be read, or is in doubt.',
  unreadable: 'Unreadable: nothing of the disk can be read as the file stands.',
}

/** How it weighs, where only that can be shown. */
export const CONDITION_TONES: Readonly<Record<Condition, Exclude<Tone, 'unknown'>>> = {
  unreadable: 'bad',
  damaged: 'bad',
  incomplete: 'attention',
  degraded: 'attention',
  sound: 'ok',
}

/** The parts of an image that have a line of their own. */
export const AREA_TITLES: Readonly<Record<AreaId, string>> = {
  log: 'Log',
  structure: 'Structure and blocks',
  chain: 'Chain',
  guest: 'Guest’s disk',
}

/** What a verdict does not rest on yet; `undefined` where it rests on everything. */
export const notLookedWords = ({ notLooked }: Pick<Verdict, 'notLooked'>): string | undefined =>
  notLooked.length > 0 ? `Not looked at yet: ${notLooked.join('; ')}.` : undefined

/** Of many ranges so many are named. */
const NAMED = 3

/** "2 MiB of the disk, in 2 blocks: 0x100000–0x200000 and 4 more ranges." */
export function lossWords({ bytes, blocks, ranges, rangeCount }: Loss): string {
  const named = ranges
    .slice(0, NAMED)
    .map((range) => `${formatHex(range.offset)}–${formatHex(endOf(range))}`)
  const more = rangeCount - named.length
  const places = [...named, ...(more > 0 ? [plural(more, 'more range')] : [])]
  return `${formatBytes(bytes)} of the disk, in ${plural(blocks, 'block')}: ${places.join(', ')}.`
}
