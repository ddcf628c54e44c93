import { readFileSync } from 'node:fs'
import type { JsonSchema } from '@valibot/to-json-schema'
import { Ajv2020 } from 'ajv/dist/2020.js'
import fc from 'fast-check'
import { safeParse } from 'valibot'
import { expect, test } from 'vitest'
import { faults, spoilt, valuesOf } from '../../testing/values-of-schema.ts'
import { buildRecipe } from './build-recipe.ts'
import { parseRecipe } from './parse-recipe.ts'
import type { Recipe } from './recipe.ts'
import { recipeSchema } from './recipe-schema.ts'

const FILE = new URL('../../../public/recipe-v1.schema.json', import.meta.url)
const text = readFileSync(FILE, 'utf8')
const published: JsonSchema = JSON.parse(text)
const obeysSchema = new Ajv2020({ allowUnionTypes: true }).compile(JSON.parse(text))

const recipes = valuesOf(published) as fc.Arbitrary<Recipe>

test('what the definition takes can be built, or is refused in sentences', () => {
  // Of random disks and logs nearly none can be.
  const likely = recipes.map(({ disk, log, ...rest }) => ({
    ...rest,
    disk: { ...disk, size: '10GiB', blockSize: '1MiB' },
    log: { ...log, length: '1MiB' },
  }))
  let built = 0
  fc.assert(
    fc.property(fc.oneof(likely, recipes), (recipe) => {
      const parsed = parseRecipe(recipe)
      if (parsed.ok) {
        built++
        expect(() => buildRecipe(parsed.recipe)).not.toThrow()
      } else {
        expect(() => buildRecipe(recipe)).toThrow(RangeError)
        for (const { message } of parsed.problems) expect(message).toMatch(/^[A-Z].*\.$/)
      }
    }),
    { numRuns: 300 },
  )
  expect(built).toBeGreaterThan(20)
})

test('whatever is wrong, it is refused and never thrown, and the published schema says the same', () => {
  const documents = fc
    .tuple(recipes, fc.array(faults, { maxLength: 3 }))
    .map(([recipe, wrong]) => wrong.reduce<unknown>(spoilt, recipe))
  const seen = { taken: 0, refused: 0 }
  fc.assert(
    fc.property(documents, (value) => {
      parseRecipe(value)
      const { success, issues = [] } = safeParse(recipeSchema, value)
      seen[success ? 'taken' : 'refused']++
      if (success) expect(obeysSchema(value) || obeysSchema.errors).toBe(true)
      // A check says what JSON Schema cannot.
      else if (issues.some(({ type }) => type !== 'check')) expect(obeysSchema(value)).toBe(false)
    }),
    { numRuns: 500 },
  )
  expect(Math.min(seen.taken, seen.refused)).toBeGreaterThan(20)
})
