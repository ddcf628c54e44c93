/** The catalogue: every rule that a finding can be about, by its id. docs/findings.md is made from it. */

import { batRules } from './catalogue/bat.ts'
import { chainRules } from './catalogue/chain.ts'
import { fileRules } from './catalogue/file.ts'
import { headerRules } from './catalogue/header.ts'
import { logEntryRules } from './catalogue/log-entry.ts'
import { logRegionRules } from './catalogue/log-region.ts'
import { metadataRules } from './catalogue/metadata.ts'
import { parentRules } from './catalogue/parent.ts'
import { producerRules } from './catalogue/producer.ts'
import { regionRules } from './catalogue/region.ts'
import { replayRules } from './catalogue/replay.ts'
import { volumeRules } from './catalogue/volume.ts'
import type { Rule } from './rule.ts'

export const rules = {
  ...fileRules,
  ...headerRules,
  ...logRegionRules,
  ...logEntryRules,
  ...replayRules,
  ...regionRules,
  ...metadataRules,
  ...batRules,
  ...parentRules,
  ...chainRules,
  ...volumeRules,
  ...producerRules,
} as const satisfies Record<string, Rule>

export type RuleId = keyof typeof rules
