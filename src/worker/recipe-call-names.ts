/** Which calls `recipeCalls` answers, for those who must not load it. */
import type { CallName } from './protocol/protocol.ts'

export const RECIPE_CALLS = [
  'openSample',
  'openRecipe',
  'readRecipe',
] as const satisfies readonly CallName[]
export type RecipeCall = (typeof RECIPE_CALLS)[number]
