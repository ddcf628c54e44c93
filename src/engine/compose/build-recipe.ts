/** The image of a recipe. */
import { buildImage } from './build-image.ts'
import { recipeDescription } from './parse-recipe.ts'
import type { Recipe } from './recipe.ts'
import type { SparseFile } from './sparse-file.ts'

/** The same bytes every time. Throws a `RangeError` where `parseRecipe` finds a problem. */
export const buildRecipe = (recipe: Recipe): SparseFile => buildImage(recipeDescription(recipe))
