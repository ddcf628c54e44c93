/** A recipe as text: written out for reading, and read from what somebody writes. */
import { RECIPE_FORMAT, RECIPE_VERSION, type Recipe } from '../../../engine/compose/recipe.ts'

/** Where a log is composed from nothing. */
export const BLANK_RECIPE: Recipe = {
  format: RECIPE_FORMAT,
  version: RECIPE_VERSION,
  disk: { size: '1GiB' },
  log: {},
}

export const formatRecipe = (recipe: unknown): string => `${JSON.stringify(recipe, undefined, 2)}\n`

export type ReadRecipe =
  | { readonly ok: true; readonly recipe: unknown }
  /** One sentence. */
  | { readonly ok: false; readonly reason: string }

/** Reads JSON; whether it is a recipe is another question. */
export function readRecipeText(text: string): ReadRecipe {
  try {
    return { ok: true, recipe: JSON.parse(text) }
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown)
    return { ok: false, reason: `This is not JSON: ${why}.` }
  }
}
