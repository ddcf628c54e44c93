/** CRC-32 (IEEE), the checksum of a GPT. */
import { createCRC32 } from 'hash-wasm'

const hasher = await createCRC32()

/** '123456789' gives cbf43926. An unsigned 32-bit number. */
export function crc32(bytes: Uint8Array): number {
  hasher.init()
  hasher.update(bytes)
  return hasher.digest('binary').reduce((value, byte) => value * 256 + byte)
}
