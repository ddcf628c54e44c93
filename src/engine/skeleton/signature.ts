/** By what a skeleton is told: the beginning of a gzip member, RFC 1952, and of our field in it. */
import type { ByteSource } from '../bytes/byte-source.ts'

/** A header without a name, a comment or an extra field: as every platform’s own gzip begins. */
export const PLAIN_HEADER = 10
export const MAGIC = [0x1f, 0x8b, 0x08]
export const FLAGS = 3
export const HAS_EXTRA = 0x04
/** “VX”: our subfield. No other is written, and none is looked for behind it. */
export const SUBFIELD = [0x56, 0x58]
export const EXTRA_AT = PLAIN_HEADER + 2
export const FACTS_AT = EXTRA_AT + 4

/** By the first `FACTS_AT` bytes of a file: any other gzip file is somebody else’s. */
export const isSkeleton = (head: Uint8Array): boolean =>
  head.length >= FACTS_AT &&
  MAGIC.every((byte, i) => head[i] === byte) &&
  ((head[FLAGS] ?? 0) & HAS_EXTRA) !== 0 &&
  SUBFIELD.every((byte, i) => head[EXTRA_AT + i] === byte)

export const beginsAsSkeleton = async (file: ByteSource): Promise<boolean> =>
  isSkeleton(await file.read(0, Math.min(FACTS_AT, file.size)))
