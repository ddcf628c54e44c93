/** The log in the document: its sequences and its entries. */
import { formatBytes, formatCount, formatHex } from '../../bytes/format.ts'
import { entriesWords, logPosition } from '../../format/log-words.ts'
import { type Block, data, facts, heading, table, text } from '../document.ts'
import type { Report } from '../json/report-schema.ts'

type Log = NonNullable<Report['log']>

export function logSection({ log, outcome }: Report): readonly Block[] {
  if (outcome === 'not-vhdx') return []
  if (!log) return [heading(2, 'Log'), text('The log was not read: no header says where it is.')]
  return [
    heading(2, 'Log'),
    facts([
      ['Place', data(`${formatHex(BigInt(log.offset))}, ${formatBytes(log.length)}`)],
      ['LogGuid of the current header', data(log.guid)],
      ['To be replayed', activeWords(log)],
    ]),
    ...table(
      'Runs of entries that carry this LogGuid',
      ['Head sequence number', 'Entries', 'First at', 'Complete', 'Active'],
      log.sequences,
      ({ headSequenceNumber, positions, complete, active }) => [
        data(headSequenceNumber),
        data(formatCount(positions.length)),
        positionCell(positions[0] ?? 0),
        complete ? 'yes' : 'no',
        active ? 'yes' : 'no',
      ],
    ),
    ...table(
      'Entries',
      ['At', 'Status', 'Sequence number', 'Length', 'Tail', 'Descriptors', 'LogGuid', 'Why not'],
      log.entries,
      (entry) => [
        positionCell(entry.position),
        entry.status,
        data(entry.sequenceNumber),
        data(entry.length),
        positionCell(entry.tail),
        data(entry.descriptorCount),
        data(entry.logGuid),
        entry.reasons.join(', '),
      ],
    ),
  ]
}

const positionCell = (position: number) => data(logPosition(position))

function activeWords({ active }: Log): string {
  if (!active) return 'nothing'
  const { positions, firstSequenceNumber: first, lastSequenceNumber: last } = active
  return entriesWords(positions.length, first, last)
}
