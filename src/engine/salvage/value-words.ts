/** The values that ways of salvage are taken with: what they are, why, and what may be typed for them. */
import { upperFirst } from '../bytes/format.ts'
import { parseGuid } from '../bytes/guid.ts'
import { readSize } from '../bytes/parse-size.ts'
import { readWhole } from '../bytes/parse-whole.ts'
import type { SalvageWayId, SettingWords } from './salvage-words.ts'

/** set: by the user. left: the file still says it. proposed: the file suggests it. */
export type ValueOrigin = 'set' | 'left' | 'proposed'

export interface SalvageValue {
  readonly way: SalvageWayId
  /** The setting, as the way has it. */
  readonly name: string
  /** As `--set` takes it; empty where it has to be set. */
  readonly value: string
  readonly origin: ValueOrigin
  /** Why it is this, as the end of a sentence: “proposed, since the GPT of the disk ends there”. */
  readonly from: string
  /** What in the file speaks against it, one sentence each. */
  readonly against: readonly string[]
  /** What it can be, the likeliest first: at most `MAX_OPTIONS`. */
  readonly options: readonly ValueOption[]
}

export interface ValueOption {
  readonly value: string
  /** One sentence, unless `from` or `against` says it. */
  readonly why?: string
}

/** Of more than these nobody reads the reasons. */
export const MAX_OPTIONS = 16

/** “disk-size is 10GiB, proposed, since the GPT of the disk ends there.” */
export const valueSentence = ({ name, value, from, against }: SalvageValue): string =>
  [value === '' ? `${name} has to be set.` : `${name} is ${value}, ${from}.`, ...against].join(' ')

/** All that may be said for a setting, in a few words. */
export function settingSentence({ what, choices = {}, where }: SettingWords): string {
  const words = Object.entries(choices).map(([word, means]) => `“${word}”: ${means}`)
  const meant = where ? `${what}, where ${where.setting} is ${where.is}` : what
  return words.length > 0 ? `${meant} (${words.join('; ')})` : meant
}

/** Whether a setting has a meaning beside the other values of its way. */
export const isMeant = (
  { where }: SettingWords,
  taken: (setting: string) => string | undefined,
): boolean => where === undefined || taken(where.setting) === where.is

/** What can be chosen for a setting: all words that it takes, and what the file shows. */
export function choicesOf(
  { kind, choices = {} }: SettingWords,
  value: Pick<SalvageValue, 'options'> | undefined,
): readonly ValueOption[] {
  const found = value?.options ?? []
  const named = Object.entries(choices).map(([word, means]) => {
    const { why } = found.find((option) => option.value === word) ?? {}
    return { value: word, why: [`${upperFirst(means)}.`, ...(why ? [why] : [])].join(' ') }
  })
  if (kind === 'choice') return named
  return [...found.filter((option) => !Object.hasOwn(choices, option.value)), ...named]
}

/** The longest text that is looked at: a path of Windows has at most 32,767 characters. */
const MAX_TEXT = 2 ** 15

const WRONG: Readonly<Record<SettingWords['kind'], string>> = {
  choice: '',
  size: 'is no size, such as 4096 or 10GiB',
  offset: 'is no offset, such as 0x200000 or 2MiB',
  number: 'is no whole number',
  guid: 'is no GUID, such as 01234567-89ab-4cde-8f01-23456789abcd',
  text: 'is too long, or empty',
}

/** One sentence where `text` cannot be the value of a setting, whatever is in the file. */
export function settingProblem(
  { kind, choices = {} }: SettingWords,
  text: string,
): string | undefined {
  if (Object.hasOwn(choices, text.trim()) || isOfKind(kind, text)) return undefined
  const words = Object.keys(choices).map((word) => `“${word}”`)
  const wrong = kind === 'choice' ? `is none of ${words.join(', ')}` : WRONG[kind]
  return `“${text.length > 60 ? `${text.slice(0, 60)}…` : text}” ${wrong}.`
}

function isOfKind(kind: SettingWords['kind'], text: string): boolean {
  switch (kind) {
    case 'choice':
      return false
    case 'size':
    case 'offset':
      return readSize(text) !== undefined
    case 'number':
      return readWhole(text) !== undefined
    case 'guid':
      return parseGuid(text) !== undefined
    case 'text':
      return text.trim() !== '' && text.length <= MAX_TEXT
  }
}
