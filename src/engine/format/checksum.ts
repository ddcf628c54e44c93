/** Checksums of structures: CRC-32C with the structure's own Checksum field taken as zero. */
import { crc32c } from '../bytes/hash/crc32c.ts'

const ZERO_FIELD = new Uint8Array(4)
/** Header, region table and log entry header all have it behind a four-byte signature. */
export const CHECKSUM_OFFSET = 4

export interface Checksum {
  readonly stored: number
  readonly computed: number
}

/** CRC-32C of `structure`, whose Checksum field lies at byte 4, as that field should say. */
export const structureChecksum = (structure: Uint8Array): number =>
  crc32c(
    structure.subarray(0, CHECKSUM_OFFSET),
    ZERO_FIELD,
    structure.subarray(CHECKSUM_OFFSET + ZERO_FIELD.length),
  )

/** What the Checksum field says and what it should say. */
export function readChecksum(structure: Uint8Array): Checksum {
  const view = new DataView(structure.buffer, structure.byteOffset)
  return { stored: view.getUint32(CHECKSUM_OFFSET, true), computed: structureChecksum(structure) }
}

/** Puts the right checksum into `structure` and gives it back. */
export function sealChecksum(structure: Uint8Array): Uint8Array {
  const view = new DataView(structure.buffer, structure.byteOffset)
  view.setUint32(CHECKSUM_OFFSET, structureChecksum(structure), true)
  return structure
}
