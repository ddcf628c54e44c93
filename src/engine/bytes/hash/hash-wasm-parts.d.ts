/** The parts of hash-wasm that are files of their own: of the whole, a bundler gives all that anybody uses to everybody. */
declare module 'hash-wasm/dist/sha256.umd.min.js' {
  import type { createSHA256 } from 'hash-wasm'

  const part: { readonly createSHA256: typeof createSHA256 }
  export = part
}

declare module 'hash-wasm/dist/blake3.umd.min.js' {
  import type { createBLAKE3 } from 'hash-wasm'

  const part: { readonly createBLAKE3: typeof createBLAKE3 }
  export = part
}

declare module 'hash-wasm/dist/xxhash64.umd.min.js' {
  import type { createXXHash64 } from 'hash-wasm'

  const part: { readonly createXXHash64: typeof createXXHash64 }
  export = part
}
