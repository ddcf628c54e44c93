/** XXH64 of bytes that come one piece after the other: twenty times as fast as BLAKE3, against faults and not forgers. */
/// <reference path="./hash-wasm-parts.d.ts" />
import xxhash64 from 'hash-wasm/dist/xxhash64.umd.min.js'
import type { Digest } from './digest.ts'

/** Its `hex` has 16 digits. */
export async function createXxh64(): Promise<Digest> {
  const hasher = (await xxhash64.createXXHash64()).init()
  return {
    update: (bytes) => void hasher.update(bytes),
    hex: () => hasher.digest('hex'),
  }
}
