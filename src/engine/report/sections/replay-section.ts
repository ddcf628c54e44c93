/** What a replay would change, in the document. */

import { exactSize, formatCount, formatHex, plural } from '../../bytes/format.ts'
import { visibleText } from '../../bytes/visible-text.ts'
import { describeChanges, STRUCTURE_TITLES } from '../../changes/change-words.ts'
import { EMPTY_LOG, FORBIDDEN_REPLAY } from '../../inspect/outcome-words.ts'
import { type Block, data, facts, heading, table, text } from '../document.ts'
import type { Report } from '../json/report-schema.ts'

export function replaySection({ replay, outcome }: Report): readonly Block[] {
  if (outcome === 'not-vhdx') return []
  if (!replay) {
    const why = outcome === 'clean' ? EMPTY_LOG : FORBIDDEN_REPLAY
    return [heading(2, 'Replay'), text(why)]
  }
  const { sizeBefore, sizeAfter, writes, changes } = replay
  return [
    heading(2, 'Replay'),
    text('Planned, not carried out: the file has not been written to.'),
    text(
      describeChanges(
        changes.map(({ structure, length }) => ({ structure, length: Number(length) })),
      ),
    ),
    facts([
      ['Writes', `${plural(writes.length, 'write')}; the headers come before and after them`],
      ['Size before', data(exactSize(sizeBefore))],
      ['Size after', data(exactSize(BigInt(sizeAfter)))],
    ]),
    ...table(
      'Changes',
      ['At', 'Length', 'Structure', 'Bytes that differ', 'What changes'],
      changes,
      ({ offset, length, structure, changedBytes, compared, summary, details }) => [
        data(formatHex(BigInt(offset))),
        data(formatCount(BigInt(length))),
        STRUCTURE_TITLES[structure],
        compared ? data(formatCount(changedBytes)) : 'not compared',
        // A single detail is the summary.
        visibleText((details.length > 1 ? [summary, ...details] : [summary]).join('; ')),
      ],
    ),
  ]
}
