/** A report as a document, from its verdict to what was not checked. */

import { exactSize, formatCount, plural } from '../bytes/format.ts'
import { visibleText } from '../bytes/visible-text.ts'
import { SEVERITIES, type Severity } from '../findings/rule.ts'
import { OUTCOME_WORDS } from '../inspect/outcome-words.ts'
import { type Block, data, facts, heading, text } from './document.ts'
import type { Report } from './json/report-schema.ts'
import { affectedSection } from './sections/affected-section.ts'
import { attachSection } from './sections/attach-section.ts'
import { chainSection } from './sections/chain-section.ts'
import { closingSections, notesSection } from './sections/closing-sections.ts'
import { evidenceSections } from './sections/evidence-section.ts'
import { findingsSection } from './sections/findings-section.ts'
import { foreignSection } from './sections/foreign-section.ts'
import { headerSection } from './sections/header-section.ts'
import { historySection } from './sections/history-section.ts'
import { imageSections } from './sections/image-section.ts'
import { logSection } from './sections/log-section.ts'
import { qemuSection } from './sections/qemu-section.ts'
import { replaySection } from './sections/replay-section.ts'
import { salvageSection } from './sections/salvage-section.ts'
import { verdictSection } from './sections/verdict-section.ts'
import { volumesSection } from './sections/volumes-section.ts'

/** The first heading is the title. Text of the file has its invisible characters spelt out. */
export function makeDocument(report: Report): readonly Block[] {
  const { file, outcome, findings, verdict } = report
  const refusal = findings.find(({ severity }) => severity === 'fatal')
  return [
    heading(1, `Report about ${visibleText(file.name)}`),
    text(verdict ? visibleText(verdict.sentence) : OUTCOME_WORDS[outcome]),
    ...(refusal ? [text(visibleText(refusal.message))] : []),
    facts([
      ['File', data(visibleText(file.name))],
      ['Size', data(exactSize(file.size))],
      ...(file.skeleton ? [['Read from', skeletonWords(file.skeleton)] as const] : []),
      ['Findings', countWords(report)],
    ]),
    ...notesSection(report),
    ...foreignSection(report),
    ...verdictSection(report),
    ...evidenceSections(report),
    ...findingsSection(report),
    ...salvageSection(report),
    ...replaySection(report),
    ...qemuSection(report),
    ...headerSection(report),
    ...logSection(report),
    ...historySection(report),
    ...imageSections(report),
    ...volumesSection(report),
    ...affectedSection(report),
    ...chainSection(report),
    ...attachSection(report),
    ...closingSections(report),
  ]
}

const skeletonWords = ({ name, pathsBlanked }: NonNullable<Report['file']['skeleton']>): string =>
  `“${visibleText(name)}”, a skeleton: all structures of the file and no data of its disk${pathsBlanked ? ', with the paths of parents blanked' : ''}`

function countWords({ findings }: Report): string {
  const count = (severity: Severity): number =>
    findings.filter((found) => found.severity === severity).length
  const words = SEVERITIES.filter((severity) => count(severity) > 0).map((severity) =>
    severity === 'info' || severity === 'fatal'
      ? `${formatCount(count(severity))} ${severity}`
      : plural(count(severity), severity),
  )
  return words.join(', ') || 'none'
}
