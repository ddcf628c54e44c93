/** Images that are made here: samples and recipes. */
import type { Recipe } from '../../engine/compose/recipe.ts'
import type { SampleId } from '../../engine/compose/sample-id.ts'
import { call } from './call.ts'
import type { Opened } from './file.ts'

/** A recipe, and where the entries of its log have gone, in its order. */
export interface MadeOf {
  readonly recipe: Recipe
  readonly entries: readonly PlacedEntry[]
}

export interface PlacedEntry {
  /** From the start of the log, in bytes. */
  readonly position: number
  readonly sequenceNumber: bigint
}

export const recipe = {
  openSample: call<{ readonly sample: SampleId }, Opened>(),
  /**
   * Opens the image that a recipe makes, or what its log makes of a kept image, which stays as it is.
   * The recipe is parsed here: fails with `bad-recipe` and one sentence for each problem, a line each.
   */
  open: call<{ readonly recipe: unknown; readonly base?: string | undefined }, Opened>({
    stores: ({ base }) => base !== undefined,
  }),
  /** What the image that is open was made of, a sample too; `undefined` of any other image. */
  read: call<object, MadeOf | undefined>(),
}
