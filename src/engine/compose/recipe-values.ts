/** The values of a recipe as the engine takes them. For recipes whose shape is right: else a `RangeError`. */
import { formatCount, plural } from '../bytes/format.ts'
import { type Guid, guid } from '../bytes/guid.ts'
import { parseSize } from '../bytes/parse-size.ts'
import type { Patch } from './description.ts'
import type { RecipeBat, RecipePatch, Report, Size } from './recipe.ts'

/** What a size says, with a minus or without; `undefined` where it is none. */
export function toBigInt(value: Size): bigint | undefined {
  if (typeof value === 'number') return Number.isSafeInteger(value) ? BigInt(value) : undefined
  const isNegative = value.startsWith('-')
  const size = parseSize(isNegative ? value.slice(1) : value)
  return isNegative && size !== undefined ? -size : size
}

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

export function bigOf(value: Size): bigint {
  const found = toBigInt(value)
  if (found === undefined) throw new RangeError(`not a number: ${value}`)
  return found
}

/** For what is bounded by 2^53-1. */
export const numberOf = (value: Size): number => Number(bigOf(value))

/** Bytes from the start of a ring of `length`, which may be outside of it. */
export function positionOf(value: Size, length: number): number {
  const position = numberOf(value)
  return position < 0 ? length + position : position
}

export function bytesOf(value: string): Uint8Array {
  const bytes = hexBytes(value)
  if (bytes === undefined) throw new RangeError(`not hexadecimal: ${value}`)
  return bytes
}

/** `bytes` first, the rest of `length` is `fill`. Throws where they are more. */
export function contentOf(
  { bytes = '', fill = 0 }: { readonly bytes?: string; readonly fill?: number },
  length: number,
): Uint8Array {
  const content = new Uint8Array(length).fill(fill)
  content.set(bytesOf(bytes))
  return content
}

/** How many bytes a patch replaces. */
export const lengthOfPatch = ({ bytes = '', length }: RecipePatch): number =>
  length === undefined ? bytesOf(bytes).length : numberOf(length)

export const patchOf = (patch: RecipePatch): Patch => ({
  at: numberOf(patch.at),
  bytes: contentOf(patch, lengthOfPatch(patch)),
})

/** What is wrong with a patch of something that is `end` bytes long. */
export function patchProblem(patch: RecipePatch, end: number): string | undefined {
  const length = lengthOfPatch(patch)
  if (bytesOf(patch.bytes ?? '').length > length)
    return 'The length is less than that of the bytes.'
  if (numberOf(patch.at) + length > end)
    return `The end of this lies behind the ${formatCount(end)} bytes that there are.`
  return undefined
}

/** Reports the keys that are not below `end`. */
export function checkBatIndices(bat: RecipeBat, end: number, path: string, report: Report): void {
  for (const index of Object.keys(bat)) {
    if (Number(index) < end) continue
    report(`${path}.${index}`, `The BAT has ${plural(end, 'entry', 'entries')}, from 0.`)
  }
}

export const guidOf = (text: string | undefined): Guid | undefined =>
  text === undefined ? undefined : guid(text)

/** Without the members that are not there. */
export const defined = <T extends object>(
  values: T,
): { readonly [Name in keyof T]: Exclude<T[Name], undefined> } =>
  Object.fromEntries(Object.entries(values).filter(([, value]) => value !== undefined)) as {
    readonly [Name in keyof T]: Exclude<T[Name], undefined>
  }
