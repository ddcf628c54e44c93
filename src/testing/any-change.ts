/** What somebody may ask for who changes an image, or composes one: right or not. */
import fc from 'fast-check'
import { SAMPLE_IDS } from '../engine/compose/sample-id.ts'
import { sampleRecipe } from '../engine/compose/samples.ts'
import { MIB } from '../engine/format/layout.ts'

/** Edits of the workbench, most of which cannot be made. */
export const edits = fc.array(
  fc.oneof(
    fc.record({
      kind: fc.constant('bat-entry' as const),
      index: fc.nat({ max: 70 }),
      state: fc.nat({ max: 7 }),
      fileOffsetMB: fc.nat({ max: 12 }),
    }),
    fc.record({
      kind: fc.constant('bytes' as const),
      offset: fc.nat({ max: 10 * MIB }),
      bytes: fc.uint8Array({ maxLength: 9 }),
    }),
  ),
  { maxLength: 3 },
)

/** Recipes, with one member that is something else, and what is none. */
export const recipes = fc.oneof(
  fc.jsonValue(),
  fc
    .record({ sample: fc.constantFrom(...SAMPLE_IDS), at: fc.nat(), value: fc.jsonValue() })
    .map(({ sample, at, value }) => {
      const recipe = structuredClone(sampleRecipe(sample)) as Record<string, unknown>
      const names = Object.keys(recipe)
      recipe[names[at % names.length] ?? ''] = value
      return recipe
    }),
)
