/** A clean disk, and two that a crash has hit: while the newest entry was written, and by losing the file's end. */
import { RECIPE_FORMAT, RECIPE_VERSION, type Recipe, type RecipeEntry } from '../recipe.ts'

const disk = {
  format: RECIPE_FORMAT,
  version: RECIPE_VERSION,
  disk: { size: '1GiB' },
  blocks: [
    { block: 0, fill: 0xa5 },
    { block: 1, fill: 0x5a },
  ],
} satisfies Recipe

export const clean: Recipe = { ...disk, about: 'A clean disk with two blocks.' }

const entries: readonly RecipeEntry[] = [
  // As Windows starts a log: far above 2^53, where a number would be rounded.
  { sequenceNumber: '80000000000000001' },
  {
    descriptors: [{ kind: 'bat', entries: { 2: { state: 'fully-present', fileOffsetMB: 6 } } }],
  },
  {
    descriptors: [{ kind: 'bat', entries: { 3: { state: 'fully-present', fileOffsetMB: 7 } } }],
  },
]

export const torn: Recipe = {
  ...disk,
  about: 'The header of the newest entry reached the disk, its data did not: it does not count.',
  fileSize: '8MiB',
  log: {
    entries: [
      ...entries,
      {
        descriptors: [
          { kind: 'bat', entries: { 4: { state: 'fully-present', fileOffsetMB: 8 } } },
          { kind: 'zero', fileOffset: '2176KiB', length: '64KiB' },
        ],
        faults: [{ kind: 'lost-sector' }],
      },
    ],
  },
}

export const truncated: Recipe = {
  ...disk,
  about: 'The log says that the file had 8 MiB when its newest entry was written; two are gone.',
  fileSize: '6MiB',
  log: { entries: entries.map((entry) => ({ ...entry, flushedFileOffset: '8MiB' })) },
}
