/** Whether all blocks of a file have been looked at: a table that is not there has none. */
import type { Inspection } from './inspection.ts'

export const isSurveyed = ({ before, after }: Inspection): boolean =>
  [before, after].every((image) => image?.bat === undefined || image.census !== undefined)
