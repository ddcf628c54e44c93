/** A log whose active sequence passes the end of the ring, with one entry that is split over it. */
import { RECIPE_FORMAT, RECIPE_VERSION, type Recipe, type RecipeEntry } from '../recipe.ts'

/** Two sectors each, so that the fourth begins in the last sector of the ring and ends in the first. */
const entries = Array.from(
  { length: 6 },
  (_, index): RecipeEntry => ({
    ...(index === 0 && { position: '-28KiB', sequenceNumber: '80000000000000250' }),
    descriptors: [
      { kind: 'bat', entries: { [index]: { state: 'fully-present', fileOffsetMB: 4 + index } } },
    ],
  }),
)

export const wrapped: Recipe = {
  format: RECIPE_FORMAT,
  version: RECIPE_VERSION,
  about: 'The log goes on at the start of its ring, in the middle of an entry.',
  disk: { size: '1GiB' },
  fileSize: '10MiB',
  log: { entries },
}
