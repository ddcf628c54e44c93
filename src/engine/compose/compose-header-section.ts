/** The first MiB: file identifier, two headers, two region tables, §2.2. */
import { type Guid, guid } from '../bytes/guid.ts'
import { sealChecksum } from '../format/checksum.ts'
import { FILE_SIGNATURE, fileIdentifier } from '../format/file-identifier.ts'
import {
  FORMAT_VERSION,
  HEADER_SIGNATURE,
  type Header,
  header,
  LOG_VERSION,
} from '../format/header.ts'
import {
  FILE_IDENTIFIER_OFFSET,
  HEADER_OFFSETS,
  HEADER_SECTION_SIZE,
  REGION_TABLE_OFFSETS,
  REGION_TABLE_SIZE,
} from '../format/layout.ts'
import {
  BAT_REGION,
  METADATA_REGION,
  REGION_TABLE_SIGNATURE,
  type RegionTableEntry,
  regionTableEntry,
  regionTableHeader,
} from '../format/region-table.ts'
import { type Arrangement, arrange } from './arrange.ts'
import type { ImageDescription, RegionTableDescription } from './description.ts'
import type { SparseFile } from './sparse-file.ts'

export const CREATOR = 'VHDX Inspector'
export const FILE_WRITE_GUID: Guid = guid('1d0a6f52-8c3e-4b7f-9a51-0e2d4c6b8f10')
export const DATA_WRITE_GUID: Guid = guid('a2c4e6f8-1b3d-4f5a-8c7e-9d0b2a4c6e81')
/** Of header 1; header 2 has one more and is current. */
const FIRST_SEQUENCE_NUMBER = 7n

export function composeHeaderSection(
  file: SparseFile,
  place: Arrangement,
  description: ImageDescription,
  logGuid: Guid,
): void {
  const creator = description.creator ?? CREATOR
  file.put(FILE_IDENTIFIER_OFFSET, fileIdentifier.encode({ signature: FILE_SIGNATURE, creator }))
  for (const [index, offset] of HEADER_OFFSETS.entries()) {
    const values = {
      signature: HEADER_SIGNATURE,
      sequenceNumber: FIRST_SEQUENCE_NUMBER + BigInt(index),
      fileWriteGuid: description.fileWriteGuid ?? FILE_WRITE_GUID,
      dataWriteGuid: description.dataWriteGuid ?? DATA_WRITE_GUID,
      logGuid,
      logVersion: LOG_VERSION,
      version: FORMAT_VERSION,
      logLength: place.log.length,
      logOffset: BigInt(place.log.offset),
    }
    file.put(offset, encodeHeader({ ...values, ...description.headers?.[index] }))
  }
  for (const [index, offset] of REGION_TABLE_OFFSETS.entries()) {
    const table = description.regionTables?.[index] ?? {}
    file.put(offset, encodeRegionTable(table, standardRegions(description)))
  }
  file.setSize(Math.max(file.size, HEADER_SECTION_SIZE))
}

/** BAT and metadata, as the described disk has them. */
export function standardRegions(description: ImageDescription): Partial<RegionTableEntry>[] {
  const { bat, metadata } = arrange(description)
  return [
    { guid: BAT_REGION, fileOffset: BigInt(bat.offset), length: bat.length, required: 1 },
    {
      guid: METADATA_REGION,
      fileOffset: BigInt(metadata.offset),
      length: metadata.length,
      required: 1,
    },
  ]
}

const encodeHeader = (values: Partial<Header>): Uint8Array => {
  const bytes = header.encode(values)
  return values.checksum === undefined ? sealChecksum(bytes) : bytes
}

function encodeRegionTable(
  { header: values, entries }: RegionTableDescription,
  standard: readonly Partial<RegionTableEntry>[],
): Uint8Array {
  const listed = entries ?? standard
  const table = new Uint8Array(REGION_TABLE_SIZE)
  const signature = REGION_TABLE_SIGNATURE
  table.set(regionTableHeader.encode({ signature, entryCount: listed.length, ...values }))
  for (const [index, entry] of listed.entries()) {
    const at = regionTableHeader.size + index * regionTableEntry.size
    table.set(regionTableEntry.encode(entry), at)
  }
  return values?.checksum === undefined ? sealChecksum(table) : table
}
