/** The images that the app builds for itself on a click, each made to show one case. */
import { buildRecipe } from './build-recipe.ts'
import type { Recipe } from './recipe.ts'
import type { SampleId } from './sample-id.ts'
import { differencing } from './samples/differencing.ts'
import { dirty } from './samples/dirty.ts'
import { full } from './samples/full.ts'
import { clean, torn, truncated } from './samples/small.ts'
import { wrapped } from './samples/wrapped.ts'
import type { SparseFile } from './sparse-file.ts'

const RECIPES: Readonly<Record<SampleId, Recipe>> = {
  clean,
  dirty,
  torn,
  truncated,
  wrapped,
  full,
  differencing,
}

export const sampleRecipe = (id: SampleId): Recipe => RECIPES[id]

export function buildSample(id: SampleId): { readonly name: string; readonly source: SparseFile } {
  return { name: `${id}.vhdx`, source: buildRecipe(RECIPES[id]) }
}
