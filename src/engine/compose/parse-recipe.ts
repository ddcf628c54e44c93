/** From a JSON value that nobody has checked to a recipe, or to all that is wrong with it. */
import * as v from 'valibot'
import { describeRecipe } from './describe-recipe.ts'
import type { ImageDescription } from './description.ts'
import {
  type ParsedRecipe,
  type Path,
  pathText,
  type Recipe,
  type RecipeProblem,
  type Report,
} from './recipe.ts'
import { recipeSchema } from './recipe-schema.ts'
import type { Schema } from './strict-schemas.ts'

/** Nobody reads more. */
const MAX_PROBLEMS = 100
/** In lists and objects, all together. Of a document that has more only the first problem is made. */
const MAX_EXAMINED = 2 ** 15

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

/** Reads what has the shape of `schema`, and only that is given to `use`. */
export const checkShape = <T, U>(
  schema: Schema<T>,
  value: unknown,
  path: Path,
  use: (found: T, report: Report) => U | undefined,
): Checked<U> =>
  check((report) => {
    const abortEarly = holdsMoreThan(value, MAX_EXAMINED)
    const { success, output, issues } = v.safeParse(schema, value, {
      abortEarly,
      abortPipeEarly: true,
    })
    for (const issue of issues ?? []) report(pathText([...path, ...stepsTo(issue)]), issue.message)
    return success ? use(output, report) : undefined
  })

/** A member that is missing is a problem of the object. */
function stepsTo({ type, path }: v.BaseIssue<unknown>): Path {
  const steps = (path ?? []).map(({ key }) => (typeof key === 'number' ? key : String(key)))
  return type === 'object_with_rest' ? steps.slice(0, -1) : steps
}

/** Without recursion, and without a look at more: nobody knows yet how deep and how long it is. */
function holdsMoreThan(value: unknown, most: number): boolean {
  const waiting = [value]
  for (let left = most; waiting.length > 0; left--) {
    const next = waiting.pop()
    if (typeof next !== 'object' || next === null) continue
    const { length } = Array.isArray(next) ? next : Object.keys(next)
    if (waiting.length + length > left) return true
    waiting.push(...Object.values(next))
  }
  return false
}

/**
 * Whether `value` is a recipe that an image can be built from: with known members only, and with bounds on
 * all that it asks for. The recipe is a copy, each value as it was written.
 */
export function parseRecipe(value: unknown): ParsedRecipe {
  const checked = checkShape(recipeSchema, value, [], (recipe, report) => ({
    recipe,
    description: describeRecipe(recipe, report),
  }))
  return checked.ok ? { ok: true, recipe: checked.value.recipe } : checked
}

/** A recipe as a description. Throws a `RangeError` where `parseRecipe` finds a problem. */
export function recipeDescription(recipe: Recipe): ImageDescription {
  const checked = checkShape(recipeSchema, recipe, [], describeRecipe)
  if (checked.ok) return checked.value
  throw new RangeError(problemLine(checked.problems[0]))
}

/** "log.length: The size of a log is …". */
export const problemLine = (problem: RecipeProblem | undefined): string =>
  problem === undefined || problem.path === ''
    ? (problem?.message ?? '')
    : `${problem.path}: ${problem.message}`
