/** What a replay would change, in the document. */

import { exactSize, plural } from '../../bytes/format.ts'
import { describeChanges } from '../../changes/change-words.ts'
import { EMPTY_LOG, FORBIDDEN_REPLAY } from '../../inspect/outcome-words.ts'
import { type Block, data, facts, heading, text } from '../document.ts'
import type { Report } from '../json/report-schema.ts'
import { changesTable, toldOf } from './changes-table.ts'

export function replaySection({ replay, outcome, salvage }: Report): readonly Block[] {
  if (outcome === 'not-vhdx' || salvage) return []
  if (!replay) {
    const why = outcome === 'clean' ? EMPTY_LOG : FORBIDDEN_REPLAY
    return [heading(2, 'Replay'), text(why)]
  }
  const { sizeBefore, sizeAfter, writes, changes } = replay
  return [
    heading(2, 'Replay'),
    text('Planned, not carried out: the file has not been written to.'),
    text(describeChanges(changes.map(toldOf))),
    facts([
      ['Writes', `${plural(writes.length, 'write')}; the headers come before and after them`],
      ['Size before', data(exactSize(sizeBefore))],
      ['Size after', data(exactSize(BigInt(sizeAfter)))],
    ]),
    ...changesTable(changes),
  ]
}
