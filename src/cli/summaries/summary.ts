/** The readable summary of an inspection. */

import {
  exactSize,
  formatBytes,
  formatCount,
  formatHex,
  upperFirst,
} from '../../engine/bytes/format.ts'
import type { Change, UpdateReport } from '../../engine/changes/change.ts'
import { describeChanges, growthWords } from '../../engine/changes/change-words.ts'
import { ATTACH_NAME, ATTACH_TITLE } from '../../engine/codes/attach-help.ts'
import type { StatedDiagnosis, Verdict, WayOut } from '../../engine/diagnosis/verdict.ts'
import { AREA_TITLES, CONDITION_WORDS, lossWords } from '../../engine/diagnosis/verdict-words.ts'
import type { ChainReport } from '../../engine/disk/chain/chain-report.ts'
import { explanations } from '../../engine/findings/explanations/explanations.ts'
import { type StatedFinding, severityOf } from '../../engine/findings/finding.ts'
import { messageOf } from '../../engine/findings/finding-words.ts'
import type { RuleId } from '../../engine/findings/rules.ts'
import { statesFound } from '../../engine/format/bat-entry.ts'
import { entriesWords } from '../../engine/format/log-words.ts'
import type { Volumes } from '../../engine/guest/volumes/read-volumes.ts'
import {
  fileSystemWords,
  tableWords,
  volumeWords,
} from '../../engine/guest/volumes/volume-words.ts'
import type { BatCensus } from '../../engine/image/bat/bat.ts'
import { commandWords, foreignAnswer } from '../../engine/image/foreign/foreign-answer.ts'
import { choiceWords } from '../../engine/image/headers/choice-words.ts'
import type { Headers } from '../../engine/image/headers/headers.ts'
import type { ImageReport, Inspection, LogReport } from '../../engine/inspect/inspection.ts'
import { repairOffer } from '../../engine/inspect/repair-words.ts'
import { entryCountWords } from '../../engine/log/status-words.ts'
import type { SkeletonFacts } from '../../engine/skeleton/skeleton-facts.ts'
import { NOT_IN_SKELETON, skeletonOf } from '../../engine/skeleton/skeleton-words.ts'
import { printable } from '../printable.ts'
import { wrap } from '../wrap.ts'
import { chainLines } from './chain-summary.ts'

/** Of long lists; the report has all. */
const MAX_LINES = 20
const LABEL_WIDTH = 10

interface Summary {
  /** Of the file. */
  readonly name: string
  readonly skeleton?: SkeletonFacts | undefined
  readonly chain?: ChainReport | undefined
  readonly volumes?: Volumes | undefined
  /** Each finding, and not only one of a rule. */
  readonly all?: boolean
  /** What a finding means and what to do about it, once for a rule. */
  readonly explain?: boolean
}

/** Ends with a line break. */
export function summarize(
  inspection: Inspection,
  verdict: Verdict,
  { name, skeleton, chain, volumes, all = false, explain = false }: Summary,
): string {
  const { identity, headers, log, update, before, after, findings } = inspection
  const isVhdx = inspection.outcome !== 'not-vhdx'
  const blocks = [
    [`${printable(name)}: ${printable(verdict.sentence)}`],
    ...(skeleton ? [[skeletonOf(skeleton.name)]] : []),
    labelled(
      'Verdict',
      verdict.lines.map(({ area, sentence }) => `${AREA_TITLES[area]}: ${printable(sentence)}`),
    ),
    ...verdict.diagnoses.map(diagnosisLines),
    [
      ...labelled('File', [
        fileLine(inspection.size, isVhdx ? identity.values?.creator : undefined),
      ]),
      ...(isVhdx ? [] : labelled('Kind', foreignLines(inspection, name))),
      ...(isVhdx ? labelled('Headers', [headerLine(headers)]) : []),
      ...labelled('Disk', diskLines(after ?? before)),
      ...labelled('Volumes', volumes ? volumeLines(volumes) : skeleton ? [NOT_HERE] : []),
      ...labelled('Chain', chain ? chainLines(chain) : []),
      ...labelled('Blocks', blockLines((after ?? before).census)),
      ...labelled('Log', log ? [logLine(log)] : []),
      ...labelled('Replay', update ? replayLines(update) : []),
    ],
    findings.length > 0
      ? [`Findings: ${findings.length}`, ...findingLines(findings, { all, explain })]
      : [],
    inspection.outcome === 'clean' && verdict.condition === 'sound'
      ? [`${ATTACH_TITLE} “vhdx-inspector explain ${ATTACH_NAME}” says what an image cannot show.`]
      : [],
    inspection.outcome === 'replayable' && !skeleton
      ? ['Next: “vhdx-inspector replay IMAGE OUT” writes a replayed copy.']
      : [],
    findings.some(repairOffer)
      ? ['“vhdx-inspector repaired IMAGE OUT” writes what can be repaired, to be put into a copy.']
      : [],
  ]
  return `${blocks
    .filter((lines) => lines.length > 0)
    .map((lines) => lines.join('\n'))
    .join('\n\n')}\n`
}

/** The first line with what they are about. */
export const labelled = (label: string, lines: readonly string[]): readonly string[] =>
  lines.map((line, i) => `${(i === 0 ? label : '').padEnd(LABEL_WIDTH)}${line}`)

/** As many as are read, and how many there are besides, `more` of which are not among `lines`. */
export function listed(lines: readonly string[], more = 0): readonly string[] {
  const left = Math.max(0, lines.length - MAX_LINES) + more
  return [...lines.slice(0, MAX_LINES), ...(left > 0 ? [`… and ${formatCount(left)} more`] : [])]
}

function fileLine(size: number, creator: string | undefined): string {
  return `${exactSize(size)}${creator ? `, made by “${printable(creator)}”` : ''}`
}

/** What it is, what to do with it, and the commands for that. */
function foreignLines({ identity }: Inspection, name: string): readonly string[] {
  const answer = foreignAnswer(identity, name)
  if (answer === undefined) return []
  const { what, advice, commands } = answer
  return [what, ...(advice === undefined ? [] : [advice]), ...commands.map(commandWords)]
}

const headerLine = (headers: Headers): string =>
  `${headers.current ? `${headers.current.copy} is current: ` : ''}${choiceWords(headers)}`

function diskLines({ geometry, metadata }: ImageReport): readonly string[] {
  if (!geometry) return []
  const { kind, virtualDiskSize, blockSize, logicalSectorSize, physicalSectorSize } = geometry
  return [
    `${formatBytes(virtualDiskSize)}, ${kind}, blocks of ${formatBytes(blockSize)}, sectors of ${logicalSectorSize}/${physicalSectorSize} bytes`,
    ...(metadata?.parentLocator?.pairs ?? []).map(
      ({ key, value }) => `parent ${printable(key)}: ${printable(value)}`,
    ),
  ]
}

function blockLines(census: BatCensus | undefined): readonly string[] {
  if (!census) return []
  const parts = [
    ...statesFound(census.payload).map(([name, count]) => `${formatCount(count)} ${name}`),
    ...statesFound(census.sectorBitmap).map(
      ([name, count]) => `${formatCount(count)} sector bitmap ${name}`,
    ),
  ]
  return parts.length > 0 ? [parts.join(', ')] : []
}

function logLine({ region, entryCounts, active }: LogReport): string {
  const numbers = active
    ? `; to be replayed: ${entriesWords(active.positions.length, active.firstSequenceNumber, active.lastSequenceNumber)}`
    : ''
  return `${formatBytes(region.length)} at ${formatHex(region.offset)}; ${entryCountWords(entryCounts)}${numbers}`
}

/** What a replay would do, and a line for each change. */
export function replayLines(replay: UpdateReport): readonly string[] {
  const { sizeBefore, sizeAfter, changes, unchangedSectors } = replay
  const grows = growthWords(sizeBefore, sizeAfter)
  return [
    describeChanges(changes, unchangedSectors),
    ...(grows ? [`${upperFirst(grows)}.`] : []),
    ...listed(changes.flatMap(changeLines)),
  ]
}

/** The details of a change that has one are its summary. */
const changeLines = ({ summary, details, detailCount }: Change): readonly string[] => [
  printable(summary),
  ...(detailCount > 1 ? details.map((line) => `  ${printable(line)}`) : []),
]

const NOT_HERE = `${upperFirst(NOT_IN_SKELETON)}.`

const volumeLines = (volumes: Volumes): readonly string[] => [
  printable(upperFirst(`${tableWords(volumes)}.`)),
  ...(volumes.fileSystem ? [printable(`${fileSystemWords(volumes.fileSystem)}.`)] : []),
  ...volumes.volumes.map((volume) => printable(`${volumeWords(volume)}.`)),
  ...volumes.problems.map(printable),
]

/** Its sentences, what is lost, and each way out with its command. */
const diagnosisLines = ({
  condition,
  sentences,
  loss,
  ways: out,
}: StatedDiagnosis): readonly string[] => [
  ...labelled('Cause', sentences.map(printable)),
  ...labelled('', [CONDITION_WORDS[condition]]),
  ...labelled('Lost', loss ? [lossWords(loss)] : []),
  ...labelled('Ways out', out.map(wayLine)),
]

const wayLine = ({ does, command }: WayOut): string =>
  command ? `${does} (“vhdx-inspector ${command}”)` : does

/** Places of a rule that are named. */
const NAMED_PLACES = 3

interface Listing {
  readonly all: boolean
  readonly explain: boolean
}

/** A line for each rule, worst first, or with `all` for each finding; behind the first of a rule what it means. */
function findingLines(
  findings: readonly StatedFinding[],
  { all, explain }: Listing,
): readonly string[] {
  const explained = new Set<RuleId>()
  return groupsOf(findings, all).flatMap(([first, ...others]) => {
    if (!first) return []
    const isNew = explain && !explained.has(first.rule)
    explained.add(first.rule)
    return [
      findingLine(first),
      ...(others.length > 0 ? [indented(moreWords(others))] : []),
      ...(isNew ? explanationLines(first.rule) : []),
    ]
  })
}

/** Those of one rule and one severity together, or each by itself. */
function groupsOf(
  findings: readonly StatedFinding[],
  all: boolean,
): readonly (readonly StatedFinding[])[] {
  if (all) return findings.map((found) => [found])
  const rules = new Map<string, StatedFinding[]>()
  for (const found of findings) {
    const key = `${found.rule} ${severityOf(found)}`
    rules.set(key, [...(rules.get(key) ?? []), found])
  }
  return [...rules.values()]
}

function moreWords(others: readonly StatedFinding[]): string {
  const places = others.slice(0, NAMED_PLACES - 1).map(({ at }) => formatHex(at.offset))
  return `and ${formatCount(others.length)} more, at ${places.join(', ')}${others.length > places.length ? ', …' : ''} (--all shows them)`
}

const explanationLines = (rule: RuleId): readonly string[] => {
  const { meaning, advice } = explanations[rule]
  return [meaning, advice].map((text) => indented(wrap(text, LABEL_WIDTH)))
}

const indented = (line: string): string => `${' '.repeat(LABEL_WIDTH)}${line}`

const findingLine = (found: StatedFinding): string =>
  `  ${severityOf(found).padEnd(8)}${found.rule}: ${printable(messageOf(found))}`
