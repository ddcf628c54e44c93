/** Both region tables made anew, of the regions that the file proves, §2.2.3. */
import { sealChecksum } from '../format/checksum.ts'
import { REGION_TABLE_OFFSETS, REGION_TABLE_SIZE } from '../format/layout.ts'
import {
  BAT_REGION,
  METADATA_REGION,
  REGION_TABLE_SIGNATURE,
  regionTableEntry,
  regionTableHeader,
} from '../format/region-table.ts'
import { proposeRegions, type Regions } from './evidence/proposed-regions.ts'
import { type SalvageWay, writeBytes } from './way.ts'

/** A log that makes a table whole does it better. */
export const regionTablesAnew: SalvageWay = async ({ inspected, values: set, run }) => {
  const { before, update } = inspected
  if ((update?.after ?? before).regionTables.current) {
    return { why: 'A region table of the file is whole.' }
  }
  if (!before.headers.current)
    return { why: 'Neither header is whole, so that the log has no place.' }
  const found = await proposeRegions(before, set, run)
  if ('why' in found) return found
  const bytes = encodeTable(found)
  return {
    steps: REGION_TABLE_OFFSETS.flatMap((offset) => writeBytes(offset, bytes)),
    losses: [
      { sentence: 'Regions of other kinds, which a program may have added, are no longer known.' },
    ],
    values: found.values,
  }
}

function encodeTable({ metadata, bat }: Regions): Uint8Array {
  const table = new Uint8Array(REGION_TABLE_SIZE)
  const regions = [
    { guid: BAT_REGION, range: bat },
    { guid: METADATA_REGION, range: metadata },
  ]
  table.set(
    regionTableHeader.encode({ signature: REGION_TABLE_SIGNATURE, entryCount: regions.length }),
  )
  regions.forEach(({ guid, range }, i) => {
    const { offset, length } = range
    const entry = { guid, fileOffset: BigInt(offset), length, required: 1 }
    table.set(regionTableEntry.encode(entry), regionTableHeader.size + i * regionTableEntry.size)
  })
  return sealChecksum(table)
}
