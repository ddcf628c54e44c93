/** Single values of a recipe: numbers, sizes, text, GUIDs, bytes, each with the sentence for what is none. */
import * as v from 'valibot'
import { formatCount } from '../bytes/format.ts'
import { SIZE_TEXT } from '../bytes/parse-size.ts'
import { hexBytes, toBigInt } from './recipe-values.ts'
import type { Schema } from './strict-schemas.ts'

const MAX_UINT64 = 2n ** 64n - 1n

const wholeNumber = (min: number, max: number, sentence: string) =>
  v.pipe(
    v.number(sentence),
    v.integer(sentence),
    v.minValue(min, sentence),
    v.maxValue(max, sentence),
    v.check((value) => !Object.is(value, -0), sentence),
  )

export const integer = (min: number, max: number) =>
  wholeNumber(
    min,
    max,
    `This must be a whole number from ${formatCount(min)} to ${formatCount(max)}.`,
  )

export function text(maxLength: number) {
  const sentence = `This must be text of at most ${formatCount(maxLength)} characters.`
  return v.pipe(v.string(sentence), v.maxLength(maxLength, sentence))
}

/** One byte for each character, as signatures are. */
export function latin1(maxLength: number) {
  const sentence = `This must be text of at most ${maxLength} characters up to U+00FF.`
  return v.pipe(
    v.string(sentence),
    v.maxLength(maxLength, sentence),
    // biome-ignore lint/suspicious/noControlCharactersInRegex: a byte may be any
    v.regex(/^[\u0000-\u00ff]*$/, sentence),
  )
}

export const oneOf = <const T extends readonly (string | number)[]>(choices: T) =>
  v.picklist(
    choices,
    `This must be one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}.`,
  )

export const constant = <const T extends string | number>(value: T) =>
  v.literal(value, `This must be ${JSON.stringify(value)}.`)

interface NumberWords {
  /** What is said of everything else. */
  readonly sentence: string
  readonly description: string
  readonly examples?: readonly (number | string)[]
}

/** A number while that is exact, or text; the last check is of both, and JSON Schema cannot say it of text. */
const numberOrText = (
  number: Schema<number>,
  pattern: RegExp,
  [min, max]: readonly [bigint, bigint],
  { sentence, ...about }: NumberWords,
): Schema<number | string> =>
  v.pipe(
    v.union([number, v.pipe(v.string(sentence), v.regex(pattern, sentence))], sentence),
    v.check((value) => {
      const read = toBigInt(value)
      return read !== undefined && read >= min && read <= max
    }, sentence),
    v.metadata(about),
  )

/** Up to `max`, 2^64 - 1 unless given. */
export function size(max: bigint = MAX_UINT64) {
  const sentence = `This must be a whole number of bytes up to ${max}, or text like "64KiB".`
  const number = wholeNumber(0, Number.MAX_SAFE_INTEGER, sentence)
  return numberOrText(number, SIZE_TEXT, [0n, max], {
    sentence,
    description: `Bytes, up to ${max}: a whole number, or text with or without a unit.`,
    examples: [4096, '64KiB', '1 MiB'],
  })
}

/** A place in a ring of at most `max` bytes. */
export function ringPosition(max: number) {
  const sentence = `This must be a whole number of bytes from -${max} to ${max}, or text like "64KiB" or "-4KiB".`
  const pattern = new RegExp(SIZE_TEXT.source.replace('^', '^-?'))
  const number = wholeNumber(-max, max, sentence)
  return numberOrText(number, pattern, [BigInt(-max), BigInt(max)], {
    sentence,
    description:
      'As a size, a multiple of 4 KiB; with a minus in front it counts from the end of the ring.',
    examples: [0, '8KiB', '-4KiB'],
  })
}

const NO_UINT64 =
  'This must be a whole number up to 2^64 - 1, as decimal digits in quotes above 2^53 - 1.'

export const uint64 = numberOrText(
  wholeNumber(0, Number.MAX_SAFE_INTEGER, NO_UINT64),
  /^[0-9]{1,20}$/,
  [0n, MAX_UINT64],
  {
    sentence: NO_UINT64,
    description: 'A whole number up to 2^64 - 1; decimal digits in quotes above 2^53 - 1.',
  },
)

const NO_GUID = 'This must be a GUID, 8-4-4-4-12 hexadecimal digits.'
const GUID = '[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}'

export const guidText = v.pipe(
  v.string(NO_GUID),
  v.regex(new RegExp(`^(\\{${GUID}\\}|${GUID})$`), NO_GUID),
)

/** The pattern is for the JSON schema: that of a million pairs would take too much to match here. */
export function hex(maxBytes: number) {
  const sentence = `This must be at most ${formatCount(maxBytes)} pairs of hexadecimal digits.`
  return v.pipe(
    v.string(sentence),
    v.check(
      // Room for a space behind each pair.
      (value) =>
        value.length <= maxBytes * 3 && (hexBytes(value)?.length ?? maxBytes + 1) <= maxBytes,
      sentence,
    ),
    v.metadata({ pattern: '^\\s*([0-9a-fA-F]{2}\\s*)*$' }),
  )
}
