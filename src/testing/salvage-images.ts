/** Images to be salvaged, whole and damaged: for the tests of the engine, of the worker and of the browser. */
import { buildImage } from '../engine/compose/build-image.ts'
import type { ImageDescription } from '../engine/compose/description.ts'
import type { SparseFile } from '../engine/compose/sparse-file.ts'
import { HEADER_OFFSETS, KIB, MIB, REGION_TABLE_OFFSETS } from '../engine/format/layout.ts'

/** Blocks 0 to 3 at 4 to 7 MiB, each with data. */
export const SALVAGED_DISK = {
  virtualDiskSize: 16 * MIB,
  blocks: [0, 1, 2, 3].map((block) => ({ block, fill: block + 1 })),
} satisfies ImageDescription

const bat = (block: number, fileOffsetMB: number) =>
  ({ kind: 'bat', changes: { [block]: { state: 'fully-present', fileOffsetMB } } }) as const

/** An entry that puts a block at a place below 12 MiB. */
export const placing = (block: number, at: number) => ({
  updates: [bat(block, at)],
  lastFileOffset: BigInt(12 * MIB),
})

/** Its log can be applied. */
export const NOT_CLOSED: ImageDescription = { ...SALVAGED_DISK, log: { entries: [placing(8, 8)] } }

/** Its log has whole entries, but of the first one a data sector is damaged. */
export const TORN: ImageDescription = {
  ...SALVAGED_DISK,
  log: { entries: [{ ...placing(8, 8), flips: [4096 + 9] }, placing(9, 9), placing(10, 10)] },
}

/** Where a composed image has its metadata and its table of blocks, if its log is no longer than 1 MiB. */
export const METADATA_AT = 2 * MIB
export const BAT_AT = 3 * MIB

/** With zeros from each place, for so many bytes. */
export function zeroed(
  description: ImageDescription,
  ...places: readonly (readonly [offset: number, length: number])[]
): SparseFile {
  const file = buildImage(description)
  for (const [offset, length] of places) file.put(offset, new Uint8Array(length))
  return file
}

export const lostMetadata = (description: ImageDescription = SALVAGED_DISK): SparseFile =>
  zeroed(description, [METADATA_AT, 128 * KIB])

export const lostHeaders = (description: ImageDescription = SALVAGED_DISK): SparseFile =>
  zeroed(description, ...HEADER_OFFSETS.map((at) => [at, 4 * KIB] as const))

export const lostTables = (description: ImageDescription = SALVAGED_DISK): SparseFile =>
  zeroed(description, ...REGION_TABLE_OFFSETS.map((at) => [at, 64 * KIB] as const))
