/** The readable summary of an inspection. */

import {
  exactSize,
  formatBytes,
  formatCount,
  formatHex,
  upperFirst,
} from '../../engine/bytes/format.ts'
import type { Change, ReplayReport } from '../../engine/changes/change.ts'
import { describeChanges, growthWords } from '../../engine/changes/change-words.ts'
import type { ChainReport } from '../../engine/disk/chain/chain-report.ts'
import { messageOf, type StatedFinding, severityOf } from '../../engine/findings/finding.ts'
import { statesFound } from '../../engine/format/bat-entry.ts'
import { entriesWords } from '../../engine/format/log-words.ts'
import type { BatCensus } from '../../engine/image/bat/bat.ts'
import { choiceWords } from '../../engine/image/headers/choice-words.ts'
import type { Headers } from '../../engine/image/headers/headers.ts'
import type { ImageReport, Inspection, LogReport } from '../../engine/inspect/inspection.ts'
import { OUTCOME_WORDS } from '../../engine/inspect/outcome-words.ts'
import { repairOffer } from '../../engine/inspect/repair-words.ts'
import { entryCountWords } from '../../engine/log/status-words.ts'
import { printable } from '../printable.ts'
import { chainLines } from './chain-summary.ts'

/** Of long lists; the report has all. */
const MAX_LINES = 20
const LABEL_WIDTH = 10

/** `name` is that of the file. Ends with a line break. */
export function summarize(inspection: Inspection, name: string, chain?: ChainReport): string {
  const { identity, headers, log, replay, before, after, findings } = inspection
  const isVhdx = inspection.outcome !== 'not-vhdx'
  const blocks = [
    [`${printable(name)}: ${OUTCOME_WORDS[inspection.outcome]}`],
    [
      ...labelled('File', [
        fileLine(inspection.size, isVhdx ? identity.values?.creator : undefined),
      ]),
      ...(isVhdx ? labelled('Headers', [headerLine(headers)]) : []),
      ...labelled('Disk', diskLines(after ?? before)),
      ...labelled('Chain', chain ? chainLines(chain) : []),
      ...labelled('Blocks', blockLines((after ?? before).census)),
      ...labelled('Log', log ? [logLine(log)] : []),
      ...labelled('Replay', replay ? replayLines(replay) : []),
    ],
    findings.length > 0
      ? [`Findings: ${findings.length}`, ...listed(findings.map(findingLine))]
      : [],
    inspection.outcome === 'replayable'
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
export function replayLines(replay: ReplayReport): readonly string[] {
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

const findingLine = (found: StatedFinding): string =>
  `  ${severityOf(found).padEnd(8)}${found.rule}: ${printable(messageOf(found))}`
