/** What a cell of the block map says of its blocks: one bit for each class that is among them. */

/** From the least to the most important: a cell shows the last of these that is in it. */
export const BLOCK_CLASSES = [
  'not-present',
  'zero',
  'undefined',
  'unmapped',
  'fully-present',
  'partially-present',
  'invalid',
] as const
export type BlockClass = (typeof BLOCK_CLASSES)[number]

export const classBit = (name: BlockClass): number => 1 << BLOCK_CLASSES.indexOf(name)

/** Set where the replay changes the entry of at least one block. */
export const CHANGED_BIT = 1 << BLOCK_CLASSES.length

/** The most cells of one map: more than a screen has room for. */
export const MAX_MAP_CELLS = 2 ** 20
