/** One value of a salvage, of what the user has set and what the file says of it. */
import { upperFirst } from '../../bytes/format.ts'
import type { SalvageWayId } from '../salvage-words.ts'
import {
  MAX_OPTIONS,
  type SalvageValue,
  type ValueOption,
  type ValueOrigin,
} from '../value-words.ts'

/** Something in the file that says what a value is. */
export interface Clue<T> {
  readonly value: T
  readonly origin: Exclude<ValueOrigin, 'set'>
  /** The words behind “since”, the value among them. */
  readonly told: string
  /** Whether it speaks against another value. Default: against every other one. */
  contradicts?(value: T): boolean
}

export const left = <T>(value: T, shown: string): Clue<T> => ({
  value,
  origin: 'left',
  told: `the metadata still say ${shown}`,
})

export const proposed = <T>(
  value: T,
  told: string,
  contradicts?: (value: T) => boolean,
): Clue<T> => ({ value, origin: 'proposed', told, ...(contradicts && { contradicts }) })

/** What most files have, where nothing in this one says it. */
export const usual = <T>(value: T, told: string): Clue<T> =>
  proposed(value, `nothing in the file says it, and ${told}`, () => false)

interface Deciding<T> {
  readonly way: SalvageWayId
  readonly name: string
  /** By the user. */
  readonly set: T | undefined
  /** The most trusted first. */
  readonly clues: readonly Clue<T>[]
  readonly text: (value: T) => string
  /** What the user is told that it can be; default: what the clues say. */
  readonly options?: readonly ValueOption[]
}

export interface Decided<T> {
  /** `undefined` where it has to be set. */
  readonly value: T | undefined
  readonly told: SalvageValue
}

export function decide<T>({ way, name, set, clues, text, options }: Deciding<T>): Decided<T> {
  const first = set === undefined ? clues[0] : undefined
  const value = set ?? first?.value
  const against =
    value === undefined
      ? []
      : clues.filter((clue) => clue.contradicts?.(value) ?? clue.value !== value)
  const said = new Set([...(first ? [first] : []), ...against].map((clue) => sentenceOf(clue.told)))
  const told: SalvageValue = {
    way,
    name,
    value: value === undefined ? '' : text(value),
    origin: set === undefined ? (first?.origin ?? 'proposed') : 'set',
    from: set === undefined ? fromOf(first) : 'as it was set',
    against: against.map((clue) => `But ${clue.told}.`),
    // A reason stands once.
    options: (options ?? optionsOf(clues, text)).map((option) =>
      option.why !== undefined && said.has(option.why) ? { value: option.value } : option,
    ),
  }
  return { value, told }
}

/** What is told of a clue, for itself. */
export const sentenceOf = (told: string): string => `${upperFirst(told)}.`

function fromOf<T>(clue: Clue<T> | undefined): string {
  if (!clue) return 'since nothing in the file says it'
  return clue.origin === 'left' ? 'as the metadata still say' : `proposed, since ${clue.told}`
}

function optionsOf<T>(
  clues: readonly Clue<T>[],
  text: (value: T) => string,
): readonly ValueOption[] {
  const options = new Map<string, string>()
  for (const { value, told } of clues) {
    const shown = text(value)
    if (!options.has(shown)) options.set(shown, sentenceOf(told))
  }
  return [...options].slice(0, MAX_OPTIONS).map(([value, why]) => ({ value, why }))
}
