/** Readers of single values: numbers, sizes, text, GUIDs, bytes. */
import { formatCount } from '../bytes/format.ts'
import { parseGuid } from '../bytes/guid.ts'
import { parseSize } from '../bytes/parse-size.ts'
import type { Shape } from './shape.ts'

const MAX_UINT64 = 2n ** 64n - 1n

/** Whatever `isRight` lets pass. */
function leaf<T extends number | string>(
  sentence: string,
  isRight: (value: unknown) => value is T,
): Shape<T> {
  return (value, path, report) => {
    if (isRight(value)) return value
    report(path, sentence)
    return undefined
  }
}

const isText = (value: unknown): value is string => typeof value === 'string'
const isWhole = (value: unknown): value is number =>
  typeof value === 'number' && Number.isSafeInteger(value) && !Object.is(value, -0)

export const text = (maxLength: number): Shape<string> =>
  leaf(
    `This must be text of at most ${formatCount(maxLength)} characters.`,
    (value): value is string => isText(value) && value.length <= maxLength,
  )

/** One byte for each character, as signatures are. */
export const latin1 = (maxLength: number): Shape<string> =>
  leaf(
    `This must be text of at most ${maxLength} characters up to U+00FF.`,
    (value): value is string =>
      isText(value) && value.length <= maxLength && /^[^\u0100-\uffff]*$/.test(value),
  )

export const integer = (min: number, max: number): Shape<number> =>
  leaf(
    `This must be a whole number from ${formatCount(min)} to ${formatCount(max)}.`,
    (value): value is number => isWhole(value) && value >= min && value <= max,
  )

export const oneOf = <const T extends number | string>(choices: readonly T[]): Shape<T> =>
  leaf(
    choices.length === 1
      ? `This must be ${JSON.stringify(choices[0])}.`
      : `This must be one of ${choices.map((choice) => JSON.stringify(choice)).join(', ')}.`,
    (value): value is T => choices.some((choice) => choice === value),
  )

/** What a size says, with a minus or without; `undefined` where it is none. */
export function toBigInt(value: number | string): bigint | undefined {
  if (typeof value === 'number') return isWhole(value) ? BigInt(value) : undefined
  const isNegative = value.startsWith('-')
  const size = parseSize(isNegative ? value.slice(1) : value)
  return isNegative && size !== undefined ? -size : size
}

const inRange = (value: unknown, min: bigint, max: bigint): value is number | string => {
  const size = isText(value) || isWhole(value) ? toBigInt(value) : undefined
  return size !== undefined && size >= min && size <= max
}

/** Up to `max`, 2^64 - 1 unless given. */
export const size = (max: bigint = MAX_UINT64): Shape<number | string> =>
  leaf(
    `This must be a whole number of bytes up to ${max}, or text like "64KiB".`,
    (value): value is number | string => inRange(value, 0n, max) && !isMinus(value),
  )

/** A size, or one with a minus in front. */
export const signedSize = (max: bigint): Shape<number | string> =>
  leaf(
    `This must be a whole number of bytes from -${max} to ${max}, or text like "64KiB" or "-4KiB".`,
    (value): value is number | string => inRange(value, -max, max),
  )

const isMinus = (value: number | string): boolean => String(value).startsWith('-')

export const uint64: Shape<number | string> = leaf(
  'This must be a whole number up to 2^64 - 1, as decimal digits in quotes above 2^53 - 1.',
  (value): value is number | string =>
    inRange(value, 0n, MAX_UINT64) && /^\d+$/.test(String(value)),
)

export const guidText: Shape<string> = leaf(
  'This must be a GUID, 8-4-4-4-12 hexadecimal digits.',
  (value): value is string =>
    isText(value) && value.trim() === value && parseGuid(value) !== undefined,
)

/** The bytes of hexadecimal text; `undefined` where it is none. */
export function hexBytes(value: string): Uint8Array | undefined {
  const bytes: number[] = []
  for (let at = 0; at < value.length; at++) {
    if (/\s/.test(value.charAt(at))) continue
    const pair = value.slice(at, at + 2)
    if (!/^[0-9a-f]{2}$/i.test(pair)) return undefined
    bytes.push(Number.parseInt(pair, 16))
    at++
  }
  return new Uint8Array(bytes)
}

export const hex = (maxBytes: number): Shape<string> =>
  leaf(
    `This must be at most ${formatCount(maxBytes)} pairs of hexadecimal digits.`,
    (value): value is string =>
      // Room for a space behind each pair.
      isText(value) &&
      value.length <= maxBytes * 3 &&
      (hexBytes(value)?.length ?? maxBytes + 1) <= maxBytes,
  )
