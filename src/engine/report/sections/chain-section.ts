/** The chain of a differencing disk in the document. */

import { visibleText } from '../../bytes/visible-text.ts'
import { riskWords } from '../../disk/chain/chain-words.ts'
import { type Block, data, heading, table, text } from '../document.ts'
import type { Report } from '../json/report-schema.ts'

export function chainSection({ chain }: Report): readonly Block[] {
  if (!chain) return []
  const { files, missing, refused } = chain
  return [
    heading(2, 'Chain'),
    ...table(
      'From the child to its parents',
      ['File', 'State', 'DataWriteGuid', 'Recognised by', 'Problems'],
      files,
      ({ name, state, dataWriteGuid, link }) => [
        data(visibleText(name)),
        state,
        data(dataWriteGuid ?? ''),
        [link?.recognised ?? 'the child', ...riskWords(link ?? {})].join(' '),
        (link?.problems ?? []).join(', '),
      ],
    ),
    ...(missing ? [text('A parent is missing; it is named so:')] : []),
    ...table('The missing parent', ['Key', 'Path'], missing?.paths ?? [], ({ key, value }) => [
      data(visibleText(key)),
      data(visibleText(value)),
    ]),
    ...table('Files that are not part of it', ['File', 'Why'], refused, ({ name, reason }) => [
      data(visibleText(name)),
      visibleText(reason),
    ]),
  ]
}
