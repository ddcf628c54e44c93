/** The verdict in the document: what is wrong, what is lost by it, and the ways out. */
import { visibleText } from '../../bytes/visible-text.ts'
import { CAUSE_WORDS } from '../../diagnosis/cause-words.ts'
import { CONDITION_WORDS, lossWords } from '../../diagnosis/verdict-words.ts'
import { type Block, heading, text } from '../document.ts'
import type { Report } from '../json/report-schema.ts'

export function verdictSection({ verdict }: Report): readonly Block[] {
  if (!verdict) return []
  return [
    text(CONDITION_WORDS[verdict.condition]),
    ...verdict.diagnoses.flatMap(({ id, sentences, loss, ways }) => [
      heading(2, CAUSE_WORDS[id].title),
      ...sentences.map((sentence) => text(visibleText(sentence))),
      text(CAUSE_WORDS[id].cause),
      ...(loss ? [text(`Lost: ${lossWords(numbersOf(loss))}`)] : []),
      {
        kind: 'list' as const,
        items: ways.map(({ does, command }) =>
          command ? `${does} (vhdx-inspector ${command})` : does,
        ),
      },
    ]),
  ]
}

type Loss = NonNullable<NonNullable<Report['verdict']>['diagnoses'][number]['loss']>

/** None of these is beyond 2^53-1: they are places of a disk. */
export const numbersOf = ({ bytes, ranges, ...loss }: Loss) => ({
  ...loss,
  bytes: Number(bytes),
  ranges: ranges.map(({ offset, length }) => ({ offset: Number(offset), length: Number(length) })),
})
