/** A log that its active sequence fills to the last sector, from somewhere in the middle and around. */
import {
  RECIPE_FORMAT,
  RECIPE_VERSION,
  type Recipe,
  type RecipeBat,
  type RecipeEntry,
} from '../recipe.ts'

const ENTRIES = 8
/** Of the ring's 256 sectors: one with descriptors, the others with data. */
const SECTORS_PER_ENTRY = 256 / ENTRIES
const BAT_ENTRIES_PER_SECTOR = 512
/** With blocks of 32 MiB and sectors of 512 bytes. */
const CHUNK_RATIO = 128

/** Every entry marks blocks all over the disk as zero, one in each sector of its part of the BAT. */
const entries = Array.from({ length: ENTRIES }, (_, entry): RecipeEntry => {
  const bat: RecipeBat = Object.fromEntries(
    Array.from({ length: SECTORS_PER_ENTRY - 1 }, (_, sector) => {
      const index = (entry * (SECTORS_PER_ENTRY - 1) + sector) * BAT_ENTRIES_PER_SECTOR + entry
      const isBitmap = index % (CHUNK_RATIO + 1) === CHUNK_RATIO
      return [isBitmap ? index + 1 : index, { state: 'zero' }]
    }),
  )
  return {
    ...(entry === 0 && { position: '400KiB', sequenceNumber: 5000 }),
    descriptors: [{ kind: 'bat', entries: bat }],
  }
})

export const full: Recipe = {
  format: RECIPE_FORMAT,
  version: RECIPE_VERSION,
  about: 'The log is full to the last sector: it ends where it began, in the middle of its ring.',
  disk: { size: '4TiB', blockSize: '32MiB' },
  log: { entries },
}
