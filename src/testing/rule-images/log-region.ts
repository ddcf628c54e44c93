/** An image for each rule about the log as a whole. */
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import { LOG_GUID, STALE_LOG_GUID } from '../../engine/compose/compose-log.ts'
import type { ImageDescription } from '../../engine/compose/description.ts'
import { recipeDescription } from '../../engine/compose/parse-recipe.ts'
import { full } from '../../engine/compose/samples/full.ts'
import type { logRegionRules } from '../../engine/findings/catalogue/log-region.ts'
import { GIB, MIB } from '../../engine/format/layout.ts'
import { disk, mark } from '../marks.ts'
import { dirty, type RuleImage, sector, text } from './rule-image.ts'

const logAt = (place: { logOffset?: bigint; logLength?: number }): ImageDescription =>
  disk({ log: { guid: LOG_GUID }, headers: [place, place] })

export const logRegionImages = {
  'log.dirty': { image: dirty({ updates: [mark('A')] }) },
  'log.no-active-sequence': {
    image: disk({ log: { guid: LOG_GUID } }),
    also: ['replay.diverges-qemu'],
  },
  'log.length-zero': { image: logAt({ logLength: 0 }), also: ['replay.diverges-qemu'] },
  'log.length-unaligned': { image: logAt({ logLength: MIB + 4096 }) },
  'log.offset-unaligned': { image: logAt({ logOffset: BigInt(MIB + 4096) }) },
  'log.in-header-section': { image: logAt({ logOffset: 0n }) },
  'log.beyond-end': { image: logAt({ logOffset: 2n ** 60n }), also: ['replay.diverges-qemu'] },
  'log.overlaps-region': {
    image: disk({ headers: [{ logOffset: BigInt(2 * MIB) }, { logOffset: BigInt(2 * MIB) }] }),
  },
  'log.overlaps-block': {
    image: disk({
      log: { entries: [{ updates: [mark('A')] }] },
      bat: { 3: { state: 'fully-present', fileOffsetMB: 1 } },
    }),
    also: ['replay.diverges-qemu', 'log.dirty'],
  },
  'log.too-large': { image: disk({ log: { length: 2 * GIB } }) },
  'log.orphan-data-sectors': {
    image: disk({ patches: [{ at: MIB + sector(40), bytes: text('data') }] }),
  },
  'log.stale-session': {
    image: disk({
      log: { guid: NIL_GUID, entries: [{ logGuid: STALE_LOG_GUID, updates: [mark('A')] }] },
    }),
  },
  'log.sequence-wraps': {
    image: dirty({ updates: [mark('A')], position: MIB - sector(1), tail: MIB - sector(1) }),
    also: ['log.dirty'],
  },
  'log.full': {
    image: recipeDescription(full),
    also: ['replay.diverges-qemu', 'log.dirty', 'log.sequence-wraps'],
  },
} satisfies Record<keyof typeof logRegionRules, RuleImage>
