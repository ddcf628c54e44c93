/** What stands of a VHDX in a file whose beginning does not say so, at whole MiB: §2.2 puts all regions there. */
import { isZero } from '../bytes/is-zero.ts'
import { HEADER_OFFSETS, HEADER_SECTION_SIZE } from '../format/layout.ts'
import { searchRegions } from '../salvage/evidence/lost-regions.ts'
import { groundIn } from '../salvage/headers-anew.ts'
import { findLostLog } from '../salvage/lost-log.ts'
import type { Look } from './look.ts'

/** Looks at the beginning of 256 MiB at most; of what can be a table of blocks, or the log, at all of it. */
export const findRemains: Look<'remains'> = async ({ inspected: { before } }, run) => {
  const { source } = before
  const { found, metadata } = await searchRegions(before, run)
  // Without metadata nothing tells a table or an entry from what a disk may hold.
  if (metadata.length === 0) return undefined
  const regions = typeof found === 'string' ? undefined : found
  const ground = groundIn(before, regions)
  const log = await findLostLog(
    ground.regions.length > 0 ? ground : { ...ground, regions: metadata },
    run,
  )
  const end = Math.min(source.size, HEADER_SECTION_SIZE)
  const start = Math.min(end, HEADER_OFFSETS[0])
  return {
    head: isZero(await source.read(start, end - start)) ? 'zeros' : 'something else',
    metadata: regions?.metadata ?? metadata[0],
    bat: regions && { at: regions.bat, blocks: regions.blocks, geometry: regions.geometry },
    log: log && { at: log.region, entries: log.entries },
  }
}
