/** What the user chose to make of a damaged file, in the document. */
import { exactSize, plural, upperFirst } from '../../bytes/format.ts'
import { visibleText } from '../../bytes/visible-text.ts'
import { describeSalvage } from '../../changes/change-words.ts'
import { CONDITION_WORDS, lossWords } from '../../diagnosis/verdict-words.ts'
import { SALVAGE_WORDS } from '../../salvage/salvage-words.ts'
import { type Block, data, facts, heading, table, text } from '../document.ts'
import type { Report } from '../json/report-schema.ts'
import { changesTable, toldOf } from './changes-table.ts'
import { numbersOf } from './verdict-section.ts'

export function salvageSection({ salvage }: Report): readonly Block[] {
  if (!salvage) return []
  const {
    ways,
    values = [],
    losses,
    entriesApplied,
    sizeBefore,
    sizeAfter,
    promised,
    changes,
  } = salvage
  return [
    heading(2, 'Salvage'),
    text(
      'Chosen by whoever made this report: nothing in the file asks for it. Planned, not carried out: the file has not been written to. What this report calls salvaged is its result.',
    ),
    {
      kind: 'list',
      items: [
        ...ways.map(({ id, does }) => `${SALVAGE_WORDS[id].title}: ${does}`),
        ...(entriesApplied > 0
          ? [
              `The log, which is whole then, is applied: ${plural(entriesApplied, 'entry', 'entries')}.`,
            ]
          : []),
      ],
    },
    ...(values.length > 0
      ? [
          heading(3, 'Values'),
          ...table(
            'Values',
            ['Setting', 'Value', 'Why'],
            values,
            ({ name, value, from, against }) => [
              name,
              data(visibleText(value)),
              visibleText([`${upperFirst(from)}.`, ...against].join(' ')),
            ],
          ),
        ]
      : []),
    heading(3, 'Given up'),
    ...(losses.length === 0
      ? [text('Nothing.')]
      : losses.map(({ sentence, disk }) =>
          text(visibleText(`${sentence}${disk ? ` ${lossWords(numbersOf(disk))}` : ''}`)),
        )),
    heading(3, 'Result'),
    text(visibleText(`${promised.sentence} ${CONDITION_WORDS[promised.condition]}`)),
    text(describeSalvage(changes.map(toldOf))),
    facts([
      ['Size before', data(exactSize(sizeBefore))],
      ['Size after', data(exactSize(BigInt(sizeAfter)))],
    ]),
    ...changesTable(changes),
  ]
}
