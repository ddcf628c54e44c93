/** SHA-256 (FIPS 180-4) and BLAKE3 of bytes that come one piece after the other. */
/// <reference path="./hash-wasm-parts.d.ts" />
import blake3 from 'hash-wasm/dist/blake3.umd.min.js'
import sha256 from 'hash-wasm/dist/sha256.umd.min.js'
import type { HashAlgorithm } from './hash-names.ts'

export interface Digest {
  update(bytes: Uint8Array): void
  /** 64 lower-case digits. Ends the digest. */
  hex(): string
}

const MAKERS = { sha256: sha256.createSHA256, blake3: () => blake3.createBLAKE3() } as const

export async function createDigest(algorithm: HashAlgorithm): Promise<Digest> {
  const hasher = (await MAKERS[algorithm]()).init()
  return {
    update: (bytes) => void hasher.update(bytes),
    hex: () => hasher.digest('hex'),
  }
}
