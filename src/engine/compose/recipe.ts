/** A recipe, version 1: an image and its log as a JSON document, for hands and for forms (docs/recipes.md). */
import type { InferOutput } from 'valibot'
import type { Fixed } from '../bytes/fixed.ts'
import type { recipeSchema } from './recipe-schema.ts'

export const RECIPE_FORMAT = 'vhdx-inspector-recipe'
export const RECIPE_VERSION = 1

/** Whatever is left out has the value that a good image has. */
export type Recipe = Fixed<InferOutput<typeof recipeSchema>>

type Item<T> = T extends readonly (infer Each)[] ? Each : never

export type RecipeDisk = Recipe['disk']
export type RecipeBat = Exclude<Recipe['bat'], undefined>
export type RecipeHeader = Item<Recipe['headers']>
export type RecipeLog = Exclude<Recipe['log'], undefined>
export type RecipeEntry = Item<RecipeLog['entries']>
export type RecipeDescriptor = Item<RecipeEntry['descriptors']>
export type RecipeFault = Item<RecipeEntry['faults']>
export type RecipeFaultKind = RecipeFault['kind']
export type RecipePatch = Item<Recipe['patches']>
/** A number of bytes, or text with or without a unit: "64KiB", "10 GiB". In a ring, with or without a minus. */
export type Size = number | string

/** From a document to one of its values. */
export type Path = readonly (string | number)[]

/** As problems name a place: `log.entries[3].tail`, as in JavaScript. What is no plain name is quoted, and cut where it is long. */
export const pathText = (path: Path): string =>
  path.reduce<string>((text, step) => {
    if (typeof step === 'number') return `${text}[${step}]`
    if (!/^[$\w]{1,40}$/.test(step)) return `${text}[${JSON.stringify(step.slice(0, 40))}]`
    return text === '' ? step : `${text}.${step}`
  }, '')

/** What is wrong with a document that should be a recipe. */
export interface RecipeProblem {
  /** Where: "log.entries[3].tail"; empty for the whole. */
  readonly path: string
  /** One sentence. */
  readonly message: string
}

/** `message` is one sentence. */
export type Report = (path: string, message: string) => void

export type ParsedRecipe =
  | { readonly ok: true; readonly recipe: Recipe }
  | { readonly ok: false; readonly problems: readonly RecipeProblem[] }
