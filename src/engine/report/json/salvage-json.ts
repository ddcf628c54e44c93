/** A salvage, and what an update changes, as they stand in the report. */
import type { Change, UpdateReport } from '../../changes/change.ts'
import { SALVAGE_WORDS } from '../../salvage/salvage-words.ts'
import type { SalvageReport } from '../../salvage/salvaged.ts'
import type { Report } from './report-schema.ts'
import { lossJson } from './verdict-json.ts'

type Salvage = NonNullable<Report['salvage']>

export const changeJson = ({
  offset,
  length,
  structure,
  changedBytes,
  ...change
}: Change): Salvage['changes'][number] => ({
  offset: offset.toString(),
  length: length.toString(),
  structure,
  changedBytes,
  compared: change.compared,
  summary: change.summary,
  details: change.details,
})

export const salvageJson = (
  { ways, losses, values, applied, sizeBefore, sizeAfter, outcome, promised }: SalvageReport,
  { changes }: UpdateReport,
): Salvage => ({
  ways: ways.map((id) => ({ id, does: SALVAGE_WORDS[id].does })),
  values: values.map(({ way, name, value, origin, from, against }) => ({
    way,
    name,
    value,
    origin,
    from,
    against,
  })),
  losses: losses.map(({ sentence, disk }) => ({ sentence, ...(disk && { disk: lossJson(disk) }) })),
  entriesApplied: applied,
  sizeBefore,
  sizeAfter: sizeAfter.toString(),
  outcome,
  promised: { condition: promised.condition, sentence: promised.sentence },
  changes: changes.map(changeJson),
})
