/** An image for each rule about the region tables. */
import { guid } from '../../engine/bytes/guid.ts'
import { standardRegions } from '../../engine/compose/compose-header-section.ts'
import type { ImageDescription, RegionTableDescription } from '../../engine/compose/description.ts'
import type { regionRules } from '../../engine/findings/catalogue/region.ts'
import { MIB } from '../../engine/format/layout.ts'
import type { RegionTableEntry } from '../../engine/format/region-table.ts'
import { disk, plainDisk } from '../marks.ts'
import type { RuleImage } from './rule-image.ts'

const STRANGE = guid('00112233-4455-4677-8899-aabbccddeeff')
const [bat = {}, metadata = {}] = standardRegions(plainDisk)

const tables = (table: RegionTableDescription): ImageDescription =>
  disk({ fileSize: 8 * MIB, regionTables: [table, table] })

/** A region that nobody knows, in order but for `changes`. */
const withStrange = (changes: Partial<RegionTableEntry>): ImageDescription => {
  const strange = { guid: STRANGE, fileOffset: BigInt(5 * MIB), length: MIB, ...changes }
  return tables({ entries: [bat, metadata, strange] })
}

export const regionImages = {
  'region-table.signature': {
    image: disk({ regionTables: [{ header: { signature: 'junk' } }, {}] }),
  },
  'region-table.checksum': { image: disk({ regionTables: [{ header: { checksum: 1 } }, {}] }) },
  'region-table.none-valid': {
    image: tables({ header: { checksum: 1 } }),
    also: ['region-table.checksum'],
  },
  'region-table.copies-differ': {
    image: disk({ regionTables: [{}, { entries: [metadata, bat] }] }),
  },
  'region-table.count': { image: tables({ header: { entryCount: 3000 } }) },
  'region.duplicate': {
    image: tables({ entries: [bat, metadata, { ...bat, fileOffset: BigInt(6 * MIB) }] }),
  },
  'region.unaligned': { image: withStrange({ length: MIB + 512 }) },
  'region.below-1-mib': { image: withStrange({ fileOffset: 0n }) },
  'region.length-zero': { image: withStrange({ length: 0 }) },
  'region.overlap': { image: withStrange({ fileOffset: metadata.fileOffset ?? 0n }) },
  'region.beyond-end': { image: withStrange({ fileOffset: 2n ** 60n }) },
  'region.unknown-required': { image: withStrange({ required: 1 }) },
  'region.required-flag-clear': { image: tables({ entries: [{ ...bat, required: 0 }, metadata] }) },
  'region.missing-bat': { image: tables({ entries: [metadata] }) },
  'region.missing-metadata': { image: tables({ entries: [bat] }) },
} satisfies Record<keyof typeof regionRules, RuleImage>
