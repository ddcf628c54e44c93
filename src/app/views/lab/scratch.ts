/** Where a log may write without doing harm: what a new descriptor is aimed at. */
import { LOG_SECTOR_SIZE } from '../../../engine/format/layout.ts'
import type { Inspection } from '../../../engine/inspect/inspection.ts'

/** The last sector before the BAT: of a new disk that is the end of the metadata region, which nothing uses. */
export const scratchPlace = ({ before: { bat } }: Pick<Inspection, 'before'>): number =>
  Math.max(0, (bat?.offset ?? 0) - LOG_SECTOR_SIZE)
