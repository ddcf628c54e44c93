/** Calls about images that are made here: samples and recipes. */
import { sampleRecipe } from '../../engine/compose/samples.ts'
import type { HandlersOf } from '../rpc.ts'
import type { Session } from '../session.ts'
import { placesOf, recipeImage, recipeOf, recipeOnto } from '../workbench/recipe-image.ts'
import { runOf } from './call-run.ts'

export function recipeCalls({ current, bench }: Session): HandlersOf<'recipe'> {
  return {
    openSample: async ({ sample }, run) => {
      const recipe = sampleRecipe(sample)
      return current.open(recipeImage(recipe), { kind: 'recipe', recipe, onto: false }, runOf(run))
    },
    open: async ({ recipe: value, base }, run) => {
      const recipe = recipeOf(value)
      const onto = base !== undefined
      const image = onto ? await recipeOnto(await bench.file(base), recipe) : recipeImage(recipe)
      return current.open(image, { kind: 'recipe', recipe, onto }, runOf(run))
    },
    read: async () => {
      const { file, origin } = current
      if (origin.kind !== 'recipe') return undefined
      const { recipe, onto } = origin
      return { recipe, entries: placesOf(recipe, onto ? file.inspected : undefined) }
    },
  }
}
