/** Recipes that somebody has made to do harm: each is refused with sentences, or built. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { endOf } from '../bytes/ranges.ts'
import { GIB, MAX_FILE_SIZE } from '../format/layout.ts'
import { buildRecipe } from './build-recipe.ts'
import { parseRecipe, problemLine } from './parse-recipe.ts'
import { SAMPLE_IDS } from './sample-id.ts'
import { sampleRecipe } from './samples.ts'

/** Values that are wrong in most places, and right in some that nobody thinks of. */
const values: fc.Arbitrary<unknown> = fc.oneof(
  fc.constantFrom<unknown>(
    null,
    true,
    '',
    'x',
    '0x0',
    -1,
    0,
    0.5,
    1,
    255,
    256,
    512,
    4095,
    4096,
    65_536,
    2 ** 31,
    2 ** 32,
    2 ** 47,
    2 ** 47 + 1,
    2 ** 53 - 1,
    2 ** 53,
    1e300,
    '-4KiB',
    '1MiB',
    '64TiB',
    '128TiB',
    '16EiB',
    '18446744073709551615',
    '18446744073709551616',
    'ff',
    'dynamic',
    'fixed',
    'differencing',
    'fully-present',
    'zero',
    'data',
    'bat',
    'wrap',
    'full-ring',
    {},
    [],
    [[]],
    '00000000-0000-0000-0000-000000000000',
  ),
  fc.nat(2 ** 24),
  fc.bigInt(0n, 2n ** 70n).map(String),
  fc.record({ kind: fc.constantFrom('full-ring', 'wrap', 'lost-sector'), sector: fc.nat(9) }),
  fc.record({
    kind: fc.constant('zero'),
    fileOffset: fc.nat(),
    length: fc.nat(),
    count: fc.nat(70_000),
  }),
  fc.record({ kind: fc.constant('data'), fileOffset: fc.nat(), count: fc.nat(70_000) }),
)
/** Some make a list or an object of their own where there was none. */
const names = fc.constantFrom(
  'size',
  'blockSize',
  'kind',
  'logicalSectorSize',
  'parent',
  'block',
  'fill',
  'state',
  'length',
  'fileOffsetMB',
  'chunk',
  'at',
  'bytes',
  'count',
  'position',
  'tail',
  'sequenceNumber',
  'faults',
  'descriptors',
  'entries',
  'log',
  'fileSize',
  'headers',
  'patches',
  'bat',
  'sectorBitmaps',
  'logOffset',
  'logLength',
  'flushedFileOffset',
  'lastFileOffset',
  '__proto__',
  'constructor',
)

interface Change {
  /** Which place of the recipe. */
  readonly at: number
  readonly how: 'set' | 'add' | 'remove' | 'repeat'
  readonly name: string
  readonly value: unknown
}
const changes: fc.Arbitrary<readonly Change[]> = fc.array(
  fc.record({
    at: fc.nat(),
    how: fc.constantFrom<Change['how']>('set', 'set', 'add', 'remove', 'repeat'),
    name: names,
    value: values,
  }),
  { minLength: 1, maxLength: 2 },
)

type Container = Record<string, unknown> | unknown[]
const isContainer = (value: unknown): value is Container =>
  typeof value === 'object' && value !== null

function* placesIn(value: unknown): Generator<readonly [Container, string]> {
  if (!isContainer(value)) return
  for (const [key, item] of Object.entries(value)) {
    yield [value, key]
    yield* placesIn(item)
  }
}

function apply(recipe: unknown, { at, how, name, value }: Change): void {
  const places = [...placesIn(recipe)]
  const [container, key] = places[at % places.length] ?? [[], '0']
  if (Array.isArray(container)) {
    const index = Number(key)
    if (how === 'remove') container.splice(index, 1)
    else if (how === 'repeat') container.push(...Array(300).fill(container[index]))
    else container[index] = value
  } else if (how === 'remove') delete container[key]
  else container[how === 'add' ? name : key] = value
}

test('whatever a recipe says, it is refused with sentences or built', () => {
  const counts = { refused: 0, built: 0 }
  fc.assert(
    fc.property(fc.constantFrom(...SAMPLE_IDS), changes, (id, list) => {
      const recipe: unknown = JSON.parse(JSON.stringify(sampleRecipe(id)))
      for (const change of list) apply(recipe, change)
      // As from a file: what JSON cannot say is not in it.
      const parsed = parseRecipe(JSON.parse(JSON.stringify(recipe)))
      if (!parsed.ok) {
        counts.refused++
        expect(parsed.problems.length).toBeGreaterThan(0)
        for (const problem of parsed.problems) expect(problemLine(problem)).toMatch(/^[^\n]+\.$/)
        return
      }
      counts.built++
      const image = buildRecipe(parsed.recipe)
      expect(image.size).toBeLessThanOrEqual(MAX_FILE_SIZE)
      let taken = 0
      for (const extent of image.extents()) {
        expect(endOf(extent)).toBeLessThanOrEqual(image.size)
        taken += extent.length
      }
      expect(taken).toBeLessThan(GIB)
    }),
    { numRuns: 600 },
  )
  expect(counts.refused).toBeGreaterThan(100)
  expect(counts.built).toBeGreaterThan(25)
})
