/** What there is to say about every rule: fetched when somebody asks, not with the first screen. */
import type { RuleId } from '../rules.ts'
import { batExplanations } from './bat.ts'
import { chainExplanations } from './chain.ts'
import type { Explanation } from './explanation.ts'
import { fileExplanations } from './file.ts'
import { headerExplanations } from './header.ts'
import { logEntryExplanations } from './log-entry.ts'
import { logRegionExplanations } from './log-region.ts'
import { metadataExplanations } from './metadata.ts'
import { parentExplanations } from './parent.ts'
import { producerExplanations } from './producer.ts'
import { regionExplanations } from './region.ts'
import { replayExplanations } from './replay.ts'
import { volumeExplanations } from './volume.ts'

export const explanations: Readonly<Record<RuleId, Explanation>> = {
  ...fileExplanations,
  ...headerExplanations,
  ...logRegionExplanations,
  ...logEntryExplanations,
  ...replayExplanations,
  ...regionExplanations,
  ...metadataExplanations,
  ...batExplanations,
  ...parentExplanations,
  ...chainExplanations,
  ...volumeExplanations,
  ...producerExplanations,
}
