/** From a JSON value that nobody has checked to a recipe, or to all that is wrong with it. */
import { describeRecipe } from './describe-recipe.ts'
import type { ImageDescription } from './description.ts'
import type { ParsedRecipe, Recipe, RecipeProblem } from './recipe.ts'
import { recipeShape } from './recipe-shape.ts'
import type { Report, Shape } from './shape.ts'

/** Nobody reads more. */
const MAX_PROBLEMS = 100

export type Checked<T> =
  | { readonly ok: true; readonly value: T }
  | { readonly ok: false; readonly problems: readonly RecipeProblem[] }

/** What `make` returns, unless it reports something. */
export function check<T>(make: (report: Report) => T | undefined): Checked<T> {
  const problems: RecipeProblem[] = []
  const value = make((path, message) => {
    if (problems.length < MAX_PROBLEMS) problems.push({ path, message })
  })
  return value !== undefined && problems.length === 0
    ? { ok: true, value }
    : { ok: false, problems }
}

/** Reads a shape, and only what has it is given to `use`. */
export const checkShape = <T, U>(
  shape: Shape<T>,
  value: unknown,
  path: string,
  use: (found: T, report: Report) => U | undefined,
): Checked<U> =>
  check((report) => {
    const found = shape(value, path, report)
    return found === undefined ? undefined : use(found, report)
  })

/**
 * Whether `value` is a recipe that an image can be built from: with known members only, and with bounds on
 * all that it asks for. The recipe is a copy, each value as it was written.
 */
export function parseRecipe(value: unknown): ParsedRecipe {
  const checked = checkShape(recipeShape, value, '', (recipe, report) => ({
    recipe,
    description: describeRecipe(recipe, report),
  }))
  return checked.ok ? { ok: true, recipe: checked.value.recipe } : checked
}

/** A recipe as a description. Throws a `RangeError` where `parseRecipe` finds a problem. */
export function recipeDescription(recipe: Recipe): ImageDescription {
  const checked = checkShape(recipeShape, recipe, '', describeRecipe)
  if (checked.ok) return checked.value
  throw new RangeError(problemLine(checked.problems[0]))
}

/** "log.length: The size of a log is …". */
export const problemLine = (problem: RecipeProblem | undefined): string =>
  problem === undefined || problem.path === ''
    ? (problem?.message ?? '')
    : `${problem.path}: ${problem.message}`
