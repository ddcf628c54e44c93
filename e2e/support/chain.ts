/** A chain of three small disks, and a disk that does not belong to it. */
import type { ImageDescription } from '../../src/engine/compose/description.ts'
import { MIB } from '../../src/engine/format/layout.ts'
import { numberedGuid, parentOf } from '../../src/testing/chain-files.ts'

const [A, B, C] = [numberedGuid(0xa), numberedGuid(0xb), numberedGuid(0xc)]

const disk = (changes: Partial<ImageDescription>): ImageDescription => ({
  virtualDiskSize: 4 * MIB,
  ...changes,
})

export const base = disk({
  dataWriteGuid: A,
  blocks: [0, 1, 2].map((block) => ({ block, fill: 0xa0 + block })),
})
/** Dirty: that block 1 reads as it does is only in the log. */
export const middle = disk({
  ...parentOf(A, 'base.vhdx'),
  dataWriteGuid: B,
  blocks: [{ block: 1, fill: 0xb1 }],
  bat: { 1: { state: 'not-present' } },
  log: {
    entries: [
      { updates: [{ kind: 'bat', changes: { 1: { state: 'fully-present', fileOffsetMB: 4 } } }] },
    ],
  },
})
export const child = disk({
  ...parentOf(B, 'middle.vhdx'),
  dataWriteGuid: C,
  blocks: [{ block: 2, fill: 0xc2, state: 'partially-present' }],
  sectorBitmaps: [{ chunk: 0, fill: 0x0f }],
})
export const stranger = disk({ dataWriteGuid: numberedGuid(9) })
