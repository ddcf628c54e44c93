/** Random values that obey a JSON schema, small ones, and the same with something wrong in them. */
import type { JsonSchema } from '@valibot/to-json-schema'
import fc from 'fast-check'

/** Of lists and tables. */
const MOST = 2

/** `root` has what references refer to. */
export function valuesOf(schema: JsonSchema, root: JsonSchema = schema): fc.Arbitrary<unknown> {
  const of = (part: unknown) => valuesOf(part as JsonSchema, root)
  const { $ref, type, enum: choices, examples, pattern, maxLength, minimum, maximum } = schema
  if ($ref !== undefined) return of(root.$defs?.[$ref.replace('#/$defs/', '')])
  if (schema.const !== undefined) return fc.constant(schema.const)
  if (choices !== undefined) return fc.constantFrom(...choices)
  const either = schema.anyOf ?? schema.oneOf
  if (either !== undefined) {
    const all = fc.oneof(...either.map(of))
    // What people write, and what an image can be made of.
    const usual = Array.isArray(examples) ? fc.constantFrom(...examples) : all
    return fc.oneof({ arbitrary: usual, weight: 9 }, all)
  }
  if (schema.prefixItems !== undefined) return fc.tuple(...schema.prefixItems.map(of))
  if (type === 'array') return fc.array(of(schema.items), { maxLength: MOST })
  if (type === 'object') {
    return schema.propertyNames === undefined
      ? members(schema, of)
      : fc
          .array(fc.tuple(of(schema.propertyNames), of(schema.additionalProperties)), {
            maxLength: MOST,
          })
          .map((entries) => Object.fromEntries(entries))
  }
  if (type === 'integer') {
    const [min, max] = [minimum ?? 0, maximum ?? Number.MAX_SAFE_INTEGER]
    const small = fc.integer({ min, max: Math.min(max, min + 2) })
    return fc.oneof({ arbitrary: small, weight: 9 }, fc.integer({ min, max }))
  }
  if (type !== 'string') throw new Error(`no values of ${JSON.stringify(schema)}`)
  const texts = pattern === undefined ? fc.string() : fc.stringMatching(new RegExp(pattern, 'u'))
  return texts.filter(({ length }) => length <= (maxLength ?? length))
}

function members(
  { properties = {}, required = [] }: JsonSchema,
  of: (part: unknown) => fc.Arbitrary<unknown>,
): fc.Arbitrary<unknown> {
  const all = Object.entries(properties).map(([name, part]) => [name, of(part)] as const)
  return fc.record(Object.fromEntries(all), { requiredKeys: required })
}

const WRONG: readonly unknown[] = [
  null,
  true,
  0,
  -0,
  -1,
  1.5,
  2 ** 32,
  2 ** 53,
  1e300,
  '',
  'x',
  '-4KiB',
  '99999999999999999999',
  '0x1F',
  '4 KiB',
  '4  KiB',
  '1GB',
  [],
  [[]],
  {},
  { kind: 'data' },
  { kind: 'toString' },
  { kind: null },
  [{}],
  ['a', 'b'],
  ['a', 'b', 'c'],
  { 0: { state: 'zero' } },
  { '01': { state: 'zero' } },
  { length: 1 },
  'ab cd',
  'abc',
  'é',
  '😀',
]
const NAMES = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'kind',
  'size',
  'at',
  'length',
  'entries',
  '0',
  'no name',
  'x',
]

/** What is changed: the place of that number, counted in the order of the text. */
export interface Fault {
  readonly place: number
  readonly how: 'replace' | 'remove' | 'add' | 'repeat'
  readonly value: unknown
  readonly name: string
}

export const faults: fc.Arbitrary<Fault> = fc.record({
  place: fc.nat(200),
  how: fc.constantFrom('replace', 'remove', 'add', 'repeat'),
  value: fc.oneof(fc.constantFrom(...WRONG), fc.jsonValue({ maxDepth: 2 })),
  name: fc.constantFrom(...NAMES),
})

/** A copy of a JSON value with the fault in it. */
export function spoilt(value: unknown, { place, how, value: wrong, name }: Fault): unknown {
  let left = place % countOf(value)
  const copy = (part: unknown): unknown => {
    if (left-- === 0) return how === 'replace' ? wrong : changed(part)
    if (Array.isArray(part)) return part.map(copy)
    return isObject(part)
      ? objectOf(Object.entries(part).map(([key, each]) => [key, copy(each)]))
      : part
  }
  const changed = (part: unknown): unknown => {
    if (Array.isArray(part)) {
      if (how === 'remove') return part.slice(1)
      return [...part, how === 'add' ? wrong : part[0]]
    }
    if (!isObject(part)) return wrong
    const all = Object.entries(part)
    return objectOf(how === 'remove' ? all.slice(1) : [...all, [name, wrong]])
  }
  return copy(value)
}

const isObject = (value: unknown): value is object => typeof value === 'object' && value !== null

/** As `JSON.parse` makes it: a member may be called "__proto__". */
const objectOf = (entries: readonly (readonly [string, unknown])[]): object =>
  Object.fromEntries(entries)

const countOf = (value: unknown): number =>
  isObject(value) ? Object.values(value).reduce<number>((sum, each) => sum + countOf(each), 1) : 1
