/** An image for every rule of the catalogue, by the rule that it breaks. */
import type { RuleId } from '../../engine/findings/rules.ts'
import { batImages } from './bat.ts'
import { chainImages } from './chain.ts'
import { fileImages } from './file.ts'
import { headerImages } from './header.ts'
import { logEntryImages } from './log-entry.ts'
import { logRegionImages } from './log-region.ts'
import { metadataImages } from './metadata.ts'
import { parentImages } from './parent.ts'
import { producerImages } from './producer.ts'
import { regionImages } from './region.ts'
import { replayImages } from './replay.ts'
import type { RuleImage } from './rule-image.ts'
import { volumeImages } from './volume.ts'

/** An image for this one would have a log of 128 MiB: its test has a lower limit instead. */
export const TOO_LARGE = 'replay.too-many-writes'

export const ruleImages: Readonly<Record<Exclude<RuleId, typeof TOO_LARGE>, RuleImage>> = {
  ...fileImages,
  ...headerImages,
  ...logRegionImages,
  ...logEntryImages,
  ...replayImages,
  ...regionImages,
  ...metadataImages,
  ...batImages,
  ...parentImages,
  ...chainImages,
  ...producerImages,
  ...volumeImages,
}
