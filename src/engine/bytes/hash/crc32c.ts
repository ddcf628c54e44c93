/** CRC-32C (Castagnoli), the checksum of every VHDX structure that has one. */
import { createCRC32 } from 'hash-wasm'

/** The reversed Castagnoli polynomial; '123456789' gives e3069283. */
const POLYNOMIAL = 0x82f63b78
const hasher = await createCRC32(POLYNOMIAL)

/** CRC-32C of the parts as if they stood one behind the other. An unsigned 32-bit number. */
export function crc32c(...parts: readonly Uint8Array[]): number {
  hasher.init()
  for (const part of parts) hasher.update(part)
  // Big-endian. A DataView would cost as much as the checksum of a sector.
  return hasher.digest('binary').reduce((value, byte) => value * 256 + byte)
}
