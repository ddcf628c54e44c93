/** The history of a log in the report: `log.history`. */
import * as v from 'valibot'
import { about, count, guid, texts, u64 } from './report-values.ts'

const certainty = v.picklist(['proven', 'likely', 'unknown'])

/** Of each list the first rows; `count` says how many there are. */
const rows = <T extends v.GenericSchema>(row: T) => v.object({ count, rows: v.array(row) })

const session = v.object({
  guid,
  current: about(v.boolean(), 'Whether the current header names it.'),
  entries: count,
  unverified: about(count, 'Entries that state this LogGuid and do not verify.'),
  firstSequenceNumber: v.nullable(u64),
  lastSequenceNumber: v.nullable(u64),
  missing: about(u64, 'How many numbers between these have no valid entry.'),
  complete: about(
    v.boolean(),
    'Whether the entry at the Tail of the newest one is there, and all between.',
  ),
  order: about(
    v.nullable(v.object({ certainty, why: v.string() })),
    'How it is known to be later than the one before; null of the first.',
  ),
  contradicted: about(v.boolean(), 'Whether the evidence about it goes round in a circle.'),
})

const step = v.object({
  session: about(v.nullable(count), 'Which one, as a place in their order.'),
  entry: about(v.nullable(count), 'Which one wrote it; null: what is there now.'),
  sequenceNumber: v.nullable(u64),
  state: v.picklist(['written', 'disk', 'after-replay']),
  certainty: v.nullable(certainty),
  changedBytes: about(
    v.nullable(count),
    'Null where it was not compared with the step before: notCompared says why.',
  ),
  notCompared: v.nullable(v.picklist(['first', 'long-zeros', 'many-writes', 'absent'])),
  changes: texts,
  changeCount: count,
})

const place = v.object({
  offset: u64,
  length: u64,
  target: v.string(),
  stepCount: count,
  steps: v.array(step),
})

const orphan = v.object({
  sequenceNumber: u64,
  sectors: count,
  position: count,
  zeroSectors: count,
  sameAs: about(texts, 'What of the file has the same 4084 bytes.'),
  nearSession: about(
    v.nullable(count),
    'The session, as a place in their order, whose numbers are near.',
  ),
})

export const history = about(
  v.object({
    sessions: about(
      rows(session),
      'Entries by LogGuid, the earliest first as far as that is known; order says how a session is known to be later than the one before.',
    ),
    places: about(
      v.object({
        count,
        complete: about(v.boolean(), 'False where only the earliest writes were looked at.'),
        rows: v.array(place),
      }),
      'Sectors and zero runs that valid entries wrote, by offset, with what they held step by step. An entry is told by its position.',
    ),
    orphans: about(
      rows(orphan),
      'Data sectors of which no entry survives, by their sequence number.',
    ),
  }),
  'What survives of all uses of the log. Of each list the first rows are told; count says how many there are.',
)
