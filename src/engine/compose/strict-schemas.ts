/**
 * Lists and objects of valibot for values that nobody has checked: what is counted is counted before any
 * of it is read, a list is no object, and no member is passed over.
 */
import * as v from 'valibot'
import { formatCount } from '../bytes/format.ts'

export type Schema<T> = v.GenericSchema<unknown, T>

type Members = Readonly<Record<string, unknown>>

const isObject = (value: unknown): value is Members =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Members that valibot leaves out without a word. */
const LEFT_OUT = ['__proto__', 'constructor', 'prototype']

const refuseLeftOut = (message: string) =>
  v.rawCheck<Members>(({ dataset, addIssue }) => {
    if (!dataset.typed) return
    const input = dataset.value
    for (const key of LEFT_OUT) {
      if (!Object.hasOwn(input, key)) continue
      addIssue({ message, path: [{ type: 'object', origin: 'key', input, key, value: undefined }] })
    }
  })

export function list<T>(item: Schema<T>, maxLength: number): Schema<T[]> {
  const sentence = `This must be a list of at most ${formatCount(maxLength)} items.`
  return v.pipe(
    v.custom<unknown[]>((value) => Array.isArray(value) && value.length <= maxLength, sentence),
    v.array(item),
    // For the JSON schema.
    v.maxLength(maxLength),
  )
}

export const pair = <T>(item: Schema<T>): Schema<[T, T]> =>
  v.pipe(
    v.custom<unknown[]>(
      (value) => Array.isArray(value) && value.length === 2,
      'This must be a list of two items.',
    ),
    v.strictTuple([item, item]),
  )

/** Decimal indices below `end`, at most `maxLength` of them, each with an item. */
export function table<T>(
  item: Schema<T>,
  end: number,
  maxLength: number,
): Schema<Record<string, T>> {
  const noIndex = `This must be an index below ${formatCount(end)}.`
  return v.pipe(
    v.custom<Members>(
      (value) => isObject(value) && Object.keys(value).length <= maxLength,
      `This must be an object with at most ${formatCount(maxLength)} members.`,
    ),
    refuseLeftOut(noIndex),
    v.record(
      v.pipe(
        v.string(),
        v.regex(/^(0|[1-9][0-9]{0,9})$/, noIndex),
        v.check((index) => Number(index) < end, noIndex),
      ),
      item,
    ),
    // For the JSON schema.
    v.maxEntries(maxLength),
  )
}

const NO_OBJECT = 'This must be an object.'
const NO_MEMBER = 'There is no such member.'

const members = <const Entries extends v.ObjectEntries>(entries: Entries) =>
  v.objectWithRest(
    entries,
    v.never(NO_MEMBER),
    ({ expected }) => `The member ${expected} is missing here.`,
  )

const asObject = () => [v.custom<Members>(isObject, NO_OBJECT), refuseLeftOut(NO_MEMBER)] as const

type MembersOf<Entries extends v.ObjectEntries> = v.InferOutput<
  v.StrictObjectSchema<Entries, undefined>
>

/** An object with the members of `entries` and no others. */
export const object = <const Entries extends v.ObjectEntries>(
  entries: Entries,
): Schema<MembersOf<Entries>> =>
  // The type of a rest says that every member is one of it.
  v.pipe(...asObject(), members(entries)) as Schema<MembersOf<Entries>>

/** What an object of each kind is there for, and its members besides its `kind`. */
type Kinds = Readonly<Record<string, readonly [about: string, members: v.ObjectEntries]>>

type OfKinds<T extends Kinds> = {
  [Kind in keyof T]: { kind: Kind } & MembersOf<T[Kind][1]>
}[keyof T]

/** An object whose `kind` says which members it has. */
export function tagged<const T extends Kinds>(kinds: T): Schema<OfKinds<T>> {
  const names = Object.keys(kinds).map((kind) => JSON.stringify(kind))
  const options = Object.entries(kinds).map(([kind, [about, entries]]) =>
    v.pipe(members({ kind: v.literal(kind), ...entries }), v.description(about)),
  )
  const schema = v.variant('kind', options, `This must be one of ${names.join(', ')}.`)
  return v.pipe(...asObject(), schema) as Schema<unknown> as Schema<OfKinds<T>>
}
