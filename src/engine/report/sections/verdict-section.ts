/** The verdict in the document: what is wrong, what is lost by it, and the ways out. */
import { visibleText } from '../../bytes/visible-text.ts'
import { CAUSE_WORDS } from '../../diagnosis/cause-words.ts'
import { AREA_TITLES, CONDITION_WORDS, lossWords } from '../../diagnosis/verdict-words.ts'
import { type Block, facts, heading, text } from '../document.ts'
import type { Report } from '../json/report-schema.ts'

export function verdictSection({ verdict }: Report): readonly Block[] {
  if (!verdict) return []
  const { lines = [] } = verdict
  return [
    text(CONDITION_WORDS[verdict.condition]),
    ...(lines.length > 0
      ? [facts(lines.map(({ area, sentence }) => [AREA_TITLES[area], visibleText(sentence)]))]
      : []),
    ...verdict.diagnoses.flatMap(({ id, sentences, loss, ways }, i) => [
      heading(2, CAUSE_WORDS[id].title),
      ...sentences
        // The worst one begins with what the verdict has said.
        .filter((sentence) => i > 0 || !verdict.sentence.startsWith(sentence))
        .map((sentence) => text(visibleText(sentence))),
      text(CAUSE_WORDS[id].cause),
      ...(loss ? [text(`Lost: ${lossWords(numbersOf(loss))}`)] : []),
      ...(ways.length > 0 ? [heading(3, 'Ways out'), waysList(ways)] : []),
    ]),
  ]
}

type Ways = NonNullable<Report['verdict']>['diagnoses'][number]['ways']

const waysList = (ways: Ways): Block => ({
  kind: 'list',
  items: ways.map(({ does, command }) => (command ? `${does} (vhdx-inspector ${command})` : does)),
})

type Loss = NonNullable<NonNullable<Report['verdict']>['diagnoses'][number]['loss']>

/** None of these is beyond 2^53-1: they are places of a disk. */
export const numbersOf = ({ bytes, ranges, ...loss }: Loss) => ({
  ...loss,
  bytes: Number(bytes),
  ranges: ranges.map(({ offset, length }) => ({ offset: Number(offset), length: Number(length) })),
})
