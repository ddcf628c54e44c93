/** Both region tables made anew, of the regions that the file proves, §2.2.3. */
import { formatHex } from '../bytes/format.ts'
import { sealChecksum } from '../format/checksum.ts'
import { REGION_TABLE_OFFSETS, REGION_TABLE_SIZE } from '../format/layout.ts'
import {
  BAT_REGION,
  METADATA_REGION,
  REGION_TABLE_SIGNATURE,
  regionTableEntry,
  regionTableHeader,
} from '../format/region-table.ts'
import { type FoundRegions, findRegions } from './lost-regions.ts'
import { type SalvageWay, writeBytes } from './way.ts'

/** A log that makes a table whole does it better. */
export const regionTablesAnew: SalvageWay = async ({ inspected, run }) => {
  const { before, update } = inspected
  if ((update?.after ?? before).regionTables.current) {
    return { why: 'A region table of the file is whole.' }
  }
  if (!before.headers.current)
    return { why: 'Neither header is whole, so that the log has no place.' }
  const found = await findRegions(before, run)
  if (typeof found === 'string') return { why: found }
  const bytes = encodeTable(found)
  const { metadata, bat, because } = found
  return {
    steps: REGION_TABLE_OFFSETS.flatMap((offset) => writeBytes(offset, bytes)),
    losses: [
      {
        sentence: `The metadata are taken to be at ${formatHex(metadata.offset)} and the table of blocks at ${formatHex(bat.offset)}, ${because}.`,
      },
      { sentence: 'Regions of other kinds, which a program may have added, are no longer known.' },
    ],
  }
}

function encodeTable({ metadata, bat }: FoundRegions): Uint8Array {
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
