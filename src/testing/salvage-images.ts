/** Images to be salvaged, as descriptions: for the tests of the engine, of the worker and of the browser. */
import type { ImageDescription } from '../engine/compose/description.ts'
import { MIB } from '../engine/format/layout.ts'

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
