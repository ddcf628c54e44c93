/** What an update changes, in the document: of a replay, and of a salvage. */
import { formatCount, formatHex } from '../../bytes/format.ts'
import { visibleText } from '../../bytes/visible-text.ts'
import { STRUCTURE_TITLES } from '../../changes/change-words.ts'
import { type Block, data, table } from '../document.ts'
import type { Report } from '../json/report-schema.ts'

type Change = NonNullable<Report['replay']>['changes'][number]

export const toldOf = ({ structure, length }: Change) => ({ structure, length: Number(length) })

export const changesTable = (changes: readonly Change[]): readonly Block[] =>
  table(
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
  )
