/** An image for each rule about BAT entries, the places of blocks, and space. */
import type { ImageDescription } from '../../engine/compose/description.ts'
import type { batRules } from '../../engine/findings/catalogue/bat.ts'
import { GIB, MIB } from '../../engine/format/layout.ts'
import { disk } from '../marks.ts'
import { type RuleImage, text } from './rule-image.ts'

/** Where the blocks of these small disks begin, in MiB: behind log, metadata and BAT. */
const FIRST = 4
const CHUNK_RATIO = 4096

const child = (changes: Partial<ImageDescription>): ImageDescription =>
  disk({
    kind: 'differencing',
    parent: {
      pairs: [
        ['parent_linkage', '{00112233-4455-4677-8899-aabbccddeeff}'],
        ['relative_path', '.\\parent.vhdx'],
      ],
    },
    ...changes,
  })

const dataAt = (mib: number) => ({ at: mib * MIB, bytes: text('data') })

export const batImages = {
  'bat.reserved-nonzero': {
    image: disk({
      blocks: [{ block: 3 }],
      bat: { 3: { state: 'fully-present', fileOffsetMB: FIRST, reserved: 1 } },
    }),
  },
  'bat.state-reserved': { image: disk({ bat: { 3: { state: 'reserved-5' } } }) },
  'bat.partial-without-parent': {
    image: disk({ blocks: [{ block: 3, state: 'partially-present' }] }),
  },
  'bat.partial-without-bitmap': {
    image: child({ blocks: [{ block: 3, state: 'partially-present' }] }),
  },
  'bat.offset-zero': { image: disk({ bat: { 3: { state: 'fully-present' } } }) },
  'bat.block-shared': {
    image: disk({ blocks: [{ block: 0 }, { block: 1, fileOffsetMB: FIRST }] }),
  },
  'bat.block-overlap': {
    image: disk({
      blockSize: 2 * MIB,
      blocks: [{ block: 0 }, { block: 1, fileOffsetMB: FIRST + 1 }],
    }),
  },
  'bat.block-in-structure': {
    image: disk({ bat: { 3: { state: 'fully-present', fileOffsetMB: 2 } } }),
  },
  'bat.block-beyond-end': {
    image: disk({ bat: { 3: { state: 'fully-present', fileOffsetMB: 2 ** 44 - 1 } } }),
  },
  'bat.block-cut': {
    image: disk({ blockSize: 2 * MIB, blocks: [{ block: 3 }], fileSize: (FIRST + 1) * MIB }),
  },
  'bat.bitmap-state': { image: child({ bat: { [CHUNK_RATIO]: { state: 'reserved-2' } } }) },
  'bat.bitmap-without-parent': {
    image: { virtualDiskSize: 5 * GIB, sectorBitmaps: [{ chunk: 0, fill: 0 }] },
  },
  'bat.offset-unused': { image: disk({ bat: { 3: { state: 'zero', fileOffsetMB: 9 } } }) },
  'bat.entry-beyond-disk': { image: disk({ bat: { 16: { state: 'zero' } } }) },
  'space.unreferenced': {
    image: disk({
      blocks: [{ block: 0, fileOffsetMB: FIRST + 2 }],
      patches: [dataAt(FIRST + 1)],
    }),
  },
  'space.trailing': {
    image: disk({ fileSize: (FIRST + 2) * MIB, patches: [dataAt(FIRST + 1)] }),
  },
} satisfies Record<keyof typeof batRules, RuleImage>
