/** Whom space in the file belongs to, and what a cell of the file's map says of it: a bit for each kind in it. */

/** From the least to the most important: a cell shows the last of these that is in it. */
export const SPACE_KINDS = [
  'free',
  'remembered',
  'payload',
  'sector-bitmap',
  'region',
  'metadata',
  'bat',
  'log',
  'header-section',
  'past-end',
  'overlap',
] as const
export type SpaceKind = (typeof SPACE_KINDS)[number]

export const spaceBit = (kind: SpaceKind): number => 1 << SPACE_KINDS.indexOf(kind)

/** Set where the replay writes, or gives a place to another owner. */
export const SPACE_CHANGED_BIT = 1 << SPACE_KINDS.length

/** The most cells of one map: more than a screen has room for. */
export const MAX_SPACE_CELLS = 2 ** 14

/** The most extents of one list: to look for more in a file that is nothing but fragments takes long. */
export const MAX_SPACE_EXTENTS = 2 ** 22
