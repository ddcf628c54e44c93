/** What leads to `after` in the report: `replay`, or `salvage`. */
import * as v from 'valibot'
import type { StructureKind } from '../../image/structure-map.ts'
import type { SalvageWayId } from '../../salvage/salvage-words.ts'
import { about, code, count, later, oneOfNames, sentence, texts, u64 } from './report-values.ts'
import { condition, loss } from './verdict-schema.ts'

const change = v.object({
  offset: u64,
  length: u64,
  structure: oneOfNames<StructureKind>(v.string()),
  changedBytes: count,
  compared: later(v.boolean()),
  summary: sentence,
  details: later(texts),
})

const write = v.object({
  offset: u64,
  length: u64,
  kind: v.picklist(['data', 'zero']),
  entry: count,
  descriptor: count,
})

export const replay = v.object({
  sizeBefore: count,
  sizeAfter: u64,
  writes: v.array(write),
  changes: v.array(change),
})

export const salvage = about(
  v.object({
    ways: v.pipe(
      v.array(v.object({ id: oneOfNames<SalvageWayId>(code), does: sentence })),
      v.minLength(1),
    ),
    values: later(
      about(
        v.array(
          v.object({
            way: oneOfNames<SalvageWayId>(code),
            name: code,
            value: sentence,
            origin: v.picklist(['set', 'left', 'proposed']),
            from: sentence,
            against: texts,
          }),
        ),
        'What the ways are taken with: as it is given to --set, whence, and what in the file speaks against it.',
      ),
    ),
    losses: about(
      v.array(v.object({ sentence, disk: v.exactOptional(loss) })),
      'What is given up.',
    ),
    entriesApplied: about(count, 'Of the log, where it is whole after the ways.'),
    sizeBefore: count,
    sizeAfter: u64,
    outcome: about(
      v.picklist(['clean', 'replayable', 'refused', 'not-vhdx']),
      'How the result is closed.',
    ),
    promised: about(
      v.object({ condition, sentence }),
      'The verdict on the result, which every copy of it is held against.',
    ),
    changes: v.array(change),
  }),
  'What the user chose to make of a damaged file; `after` is then this, and not a replay. Planned, not carried out.',
)
