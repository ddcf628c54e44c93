/** What a skeleton says of itself and of its file, as JSON: so that others can read it, too. */
import * as v from 'valibot'
import type { ByteRange, DataLook } from '../bytes/byte-source.ts'
import { endOf } from '../bytes/ranges.ts'
import { type Refused, refused } from '../bytes/refused.ts'

/** A note of what bytes are like that are not in the skeleton. */
export interface NotedLook extends ByteRange {
  readonly look: DataLook
}

export interface SkeletonFacts {
  /** Of the file, in bytes. */
  readonly size: number
  /** Of the file; nothing where it was left out. */
  readonly name: string | undefined
  readonly pathsBlanked: boolean
  /** Bytes in blocks of the container that are not in the skeleton all the same: zero there, in order. */
  readonly masked: readonly ByteRange[]
  readonly looks: readonly NotedLook[]
}

export const MAX_MASKED = 1000
/** In UTF-16 units: no system has longer ones. */
export const MAX_NAME = 255

const FORMAT = 'vhdx-inspector-skeleton'
const VERSION = 1

const whole = v.pipe(v.number(), v.safeInteger(), v.minValue(0))
const ranges = v.array(v.strictTuple([whole, whole]))

const schema = v.object({
  format: v.literal(FORMAT),
  version: v.literal(VERSION),
  size: whole,
  name: v.optional(v.pipe(v.string(), v.maxLength(MAX_NAME))),
  pathsBlanked: v.boolean(),
  masked: v.pipe(ranges, v.maxLength(MAX_MASKED)),
  looks: v.object({ zeros: ranges, random: ranges, other: ranges }),
})

const LOOKS: readonly DataLook[] = ['zeros', 'random', 'other']

const pairOf = ({ offset, length }: ByteRange): [number, number] => [offset, length]

/** In ASCII alone: a character for each byte. */
export function encodeFacts({ size, name, pathsBlanked, masked, looks }: SkeletonFacts): string {
  const of = (look: DataLook) => looks.filter((each) => each.look === look).map(pairOf)
  const text = JSON.stringify({
    format: FORMAT,
    version: VERSION,
    size,
    ...(name !== undefined && { name }),
    pathsBlanked,
    masked: masked.map(pairOf),
    looks: { zeros: of('zeros'), random: of('random'), other: of('other') },
  })
  return text.replaceAll(
    /[\u007f-\uffff]/g,
    (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`,
  )
}

export type DecodedFacts = { readonly ok: true; readonly facts: SkeletonFacts } | Refused

/** The text may be anything. */
export function decodeFacts(text: string): DecodedFacts {
  let json: unknown
  try {
    json = JSON.parse(text)
  } catch {
    return damaged
  }
  const { success, output } = v.safeParse(schema, json, { abortEarly: true })
  if (!success) return isOfLaterVersion(json) ? later : damaged
  const { size, name, pathsBlanked } = output
  const masked = output.masked.map(rangeOf)
  const looks = LOOKS.flatMap((look) =>
    output.looks[look].map((pair) => ({ ...rangeOf(pair), look })),
  )
  const isInFile = (range: ByteRange) => range.length > 0 && endOf(range) <= size
  const isInOrder = masked.every((range, i) => range.offset >= endOf(masked[i - 1] ?? NOWHERE))
  if (!isInOrder || ![...masked, ...looks].every(isInFile)) return damaged
  return { ok: true, facts: { size, name, pathsBlanked, masked, looks } }
}

const NOWHERE: ByteRange = { offset: 0, length: 0 }

const rangeOf = ([offset = 0, length = 0]: readonly number[]): ByteRange => ({ offset, length })

const isOfLaterVersion = (json: unknown): boolean =>
  v.is(
    v.object({
      format: v.literal(FORMAT),
      version: v.pipe(v.number(), v.integer(), v.minValue(VERSION + 1)),
    }),
    json,
  )

const damaged = refused('This skeleton is damaged: what it says of its file cannot be read.')
const later = refused('This skeleton was made by a later version of VHDX Inspector.')
