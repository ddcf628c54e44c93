/** Calls about images that are made here: samples and recipes. */
import { sampleRecipe } from '../../engine/compose/samples.ts'
import type { CurrentFile } from '../file/current-file.ts'
import type { RecipeCall } from '../recipe-call-names.ts'
import type { Handlers } from '../rpc.ts'
import { placesOf, recipeImage, recipeOf, recipeOnto } from '../workbench/recipe-image.ts'
import type { Workbench } from '../workbench/workbench.ts'
import { runOf } from './call-run.ts'

export function recipeCalls(current: CurrentFile, bench: Workbench): Pick<Handlers, RecipeCall> {
  return {
    openSample: async ({ sample }, run) => {
      const recipe = sampleRecipe(sample)
      return current.open(recipeImage(recipe), { kind: 'recipe', recipe, onto: false }, runOf(run))
    },
    openRecipe: async ({ recipe: value, base }, run) => {
      const recipe = recipeOf(value)
      const onto = base !== undefined
      const image = onto ? await recipeOnto(await bench.file(base), recipe) : recipeImage(recipe)
      return current.open(image, { kind: 'recipe', recipe, onto }, runOf(run))
    },
    readRecipe: async () => {
      const { file, origin } = current
      if (origin.kind !== 'recipe') return undefined
      const { recipe, onto } = origin
      return { recipe, entries: placesOf(recipe, onto ? file.inspected : undefined) }
    },
  }
}
