/** An image for each rule about log entries. */
import type { UpdateDescription } from '../../engine/compose/description.ts'
import type { logEntryRules } from '../../engine/findings/catalogue/log-entry.ts'
import { KIB, MIB } from '../../engine/format/layout.ts'
import { descriptorOffset } from '../../engine/format/log-entry.ts'
import { mark } from '../marks.ts'
import { dirty, dirtyBehind, type RuleImage, sector, text } from './rule-image.ts'

const zero = (length: bigint): UpdateDescription => ({
  kind: 'zero',
  fileOffset: BigInt(3 * MIB - 4 * KIB),
  length,
})
const MAXIMUM = 2n ** 64n - 1n

const DIRTY = ['log.dirty'] as const
/** Of what keeps QEMU from opening the image, or leads it astray. */
const DIRTY_AND_QEMU = ['log.dirty', 'replay.diverges-qemu'] as const

export const logEntryImages = {
  'log.entry-checksum': { image: dirtyBehind({ flips: [4] }), also: DIRTY },
  'log.entry-length': {
    image: dirtyBehind({ updates: [], header: { entryLength: 0 } }),
    also: DIRTY,
  },
  'log.entry-tail': { image: dirtyBehind({ tail: 100 }), also: DIRTY },
  'log.entry-sequence-zero': { image: dirtyBehind({ sequenceNumber: 0n }), also: DIRTY },
  'log.descriptor-count': {
    image: dirtyBehind({ header: { descriptorCount: 0xffff_ffff } }),
    also: DIRTY,
  },
  'log.descriptor-signature': {
    image: dirtyBehind({ patches: [{ at: descriptorOffset(0), bytes: text('junk') }] }),
    also: DIRTY_AND_QEMU,
  },
  'log.descriptor-sequence': {
    image: dirtyBehind({ patches: [{ at: descriptorOffset(0) + 24, bytes: text('junk') }] }),
    also: DIRTY_AND_QEMU,
  },
  'log.descriptor-unaligned': {
    image: dirtyBehind({ updates: [{ kind: 'zero', fileOffset: 2_500_000n, length: 4096n }] }),
    also: DIRTY_AND_QEMU,
  },
  'log.zero-length-unaligned': {
    image: dirtyBehind({ updates: [zero(100n)] }),
    also: DIRTY_AND_QEMU,
  },
  'log.data-sector-count': { image: dirtyBehind({ header: { descriptorCount: 0 } }), also: DIRTY },
  'log.data-signature': {
    image: dirtyBehind({ patches: [{ at: sector(1), bytes: text('junk') }] }),
    also: DIRTY,
  },
  'log.data-sequence': {
    image: dirtyBehind({ patches: [{ at: sector(1) + 4, bytes: text('junk') }] }),
    also: DIRTY,
  },
  'log.entry-tail-outside-sequence': {
    image: dirtyBehind({ tail: sector(100) }),
    also: ['log.dirty', 'log.entry-superseded'],
  },
  'log.entry-superseded': { image: dirtyBehind({}), also: DIRTY },
  'log.entry-reserved-nonzero': {
    image: dirty({ updates: [mark('A')], header: { reserved: 7 } }),
    also: DIRTY,
  },
  'log.descriptor-reserved-nonzero': {
    image: dirty({
      updates: [mark('A'), zero(4096n)],
      patches: [{ at: descriptorOffset(1) + 4, bytes: text('x') }],
    }),
    also: DIRTY,
  },
  'log.flushed-file-offset-unaligned': {
    image: dirty({ updates: [mark('A')], flushedFileOffset: 4096n }),
    also: DIRTY,
  },
  'log.last-file-offset-unaligned': {
    image: dirty({ updates: [mark('A')], lastFileOffset: BigInt(4 * MIB - 512) }),
    also: DIRTY,
  },
  'log.zero-length-empty': { image: dirty({ updates: [mark('A'), zero(0n)] }), also: DIRTY },
  'log.sequence-near-maximum': {
    image: dirty({ updates: [mark('A')], sequenceNumber: MAXIMUM }),
    also: DIRTY,
  },
  'log.many-descriptors': {
    image: dirty({ updates: [mark('A'), ...Array.from({ length: 126 }, () => zero(4096n))] }),
    also: ['replay.diverges-qemu', 'log.dirty', 'replay.duplicate-target'],
  },
} satisfies Record<keyof typeof logEntryRules, RuleImage>
