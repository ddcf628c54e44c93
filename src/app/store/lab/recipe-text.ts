/** A recipe as text: written out for reading, and read from what somebody writes; and what is wrong with it. */
import { type Refused, refused } from '../../../engine/bytes/refused.ts'
import {
  RECIPE_FORMAT,
  RECIPE_VERSION,
  type Recipe,
  type RecipeProblem,
} from '../../../engine/compose/recipe.ts'

/** Where a log is composed from nothing. */
export const BLANK_RECIPE: Recipe = {
  format: RECIPE_FORMAT,
  version: RECIPE_VERSION,
  disk: { size: '1GiB' },
  log: {},
}

export const formatRecipe = (recipe: unknown): string => `${JSON.stringify(recipe, undefined, 2)}\n`

export type ReadRecipe = { readonly ok: true; readonly recipe: unknown } | Refused

/** Reads JSON; whether it is a recipe is another question. */
export function readRecipeText(text: string): ReadRecipe {
  try {
    return { ok: true, recipe: JSON.parse(text) }
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown)
    return refused(`This is not JSON: ${why}.`)
  }
}

/** Names, items and quoted names as in `log.entries[3].bat["no index"]`. */
const LINE = /^((?:[$\w]+|\.[$\w]+|\[\d+\]|\["(?:[^"\\]|\\.)*"\])+): (.+)$/

/** What the worker says of a recipe, one for each line "path: message"; what names no path is about the whole. */
export const readProblems = (message: string): readonly RecipeProblem[] =>
  message.split('\n').map((line) => {
    const [, path = '', sentence = line] = LINE.exec(line) ?? []
    return { path, message: sentence }
  })
