/** The findings in the document: each with its rule, its place and its bytes. */

import { exactSize, formatCount, formatHex, upperFirst } from '../../bytes/format.ts'
import { hexDump } from '../../bytes/hex-dump.ts'
import { visibleText } from '../../bytes/visible-text.ts'
import { readingWords, type UpdateWords, updateWords } from '../../changes/update-words.ts'
import { explanations } from '../../findings/explanations/explanations.ts'
import { noFindings } from '../../findings/finding.ts'
import { type Block, data, facts, heading, MAX_ROWS, text } from '../document.ts'
import type { Report } from '../json/report-schema.ts'

type Found = Report['findings'][number]

export function findingsSection({ findings, salvage, verdict }: Report): readonly Block[] {
  const words = updateWords(salvage && { kind: 'salvage' })
  const left = findings.length - MAX_ROWS
  const explained = new Set<string>()
  const isNew = ({ rule }: Found): boolean => !explained.has(rule) && explained.add(rule).has(rule)
  return [
    heading(2, 'Findings'),
    ...(findings.length === 0 ? [text(noFindings(verdict?.checkedBlocks ?? false))] : []),
    ...findings.slice(0, MAX_ROWS).flatMap((found) => findingBlocks(found, words, isNew(found))),
    ...(left > 0 ? [text(`${formatCount(left)} more findings are in the report as JSON.`)] : []),
  ]
}

/** `isExplained`: the first of its rule says what the rule means. */
function findingBlocks(found: Found, words: UpdateWords, isExplained: boolean): readonly Block[] {
  const { severity, title, message, evidence } = found
  return [
    heading(3, `${upperFirst(severity)}: ${title}`),
    text(visibleText(message)),
    ...(isExplained ? explanationBlocks(found) : []),
    facts([
      ['Rule', data(found.rule)],
      ['Section', `MS-VHDX ${found.section}`],
      ['State', stateWords(found, words)],
      found.at.length > 0 ? ['Place', placeWords(found)] : undefined,
    ]),
    ...(evidence === undefined
      ? []
      : [{ kind: 'dump' as const, lines: hexDump(found.at.offset, evidence) }]),
  ]
}

function explanationBlocks({ rule }: Found): readonly Block[] {
  const { meaning, advice } = explanations[rule]
  return [text(`What it means: ${meaning}`), text(`What to do: ${advice}`)]
}

function stateWords({ state, counts }: Found, words: UpdateWords): string {
  const reading = readingWords(state, words)
  if (counts) return reading
  return state === 'after'
    ? `${reading}; not in the file itself`
    : `${reading}; the replay may mend it`
}

const placeWords = ({ at, parent }: Found) =>
  data(
    `${formatHex(at.offset)}, ${exactSize(at.length)}${parent === undefined ? '' : `, of ${visibleText(parent)}`}`,
  )
