/** The digests that whole files are given, by name; they are made in digest.ts. */

export const HASH_ALGORITHMS = ['sha256', 'blake3'] as const
export type HashAlgorithm = (typeof HASH_ALGORITHMS)[number]

/** As people write them. */
export const HASH_NAMES: Readonly<Record<HashAlgorithm, string>> = {
  sha256: 'SHA-256',
  blake3: 'BLAKE3',
}

/** Of 256 bits. */
export interface Hash {
  readonly algorithm: HashAlgorithm
  /** 64 lower-case digits. */
  readonly hex: string
}
