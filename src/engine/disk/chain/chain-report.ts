/** A chain in words and plain data, as it crosses the worker and stands in the report. */
import type { Guid } from '../../bytes/guid.ts'
import { type Finding, severityOf } from '../../findings/finding.ts'
import { messageOf } from '../../findings/finding-words.ts'
import type { Chain, MissingParent, Refused } from './assemble-chain.ts'
import { type ChainFile, type ChainFileState, type ParentPath, parentPaths } from './chain-file.ts'
import { chainFindings, problems } from './chain-findings.ts'
import {
  type Change,
  isChanged,
  isRecognised,
  type LinkJudgement,
  type Recognition,
} from './judge-link.ts'

export interface ChainFileReport {
  readonly name: string
  readonly state: ChainFileState
  readonly virtualDiskSize: bigint | undefined
  readonly logicalSectorSize: number | undefined
  /** Of the current header. */
  readonly dataWriteGuid: Guid | undefined
  /** How it was recognised as the parent of the file before, and what is wrong with that. */
  readonly link: LinkReport | undefined
}

export interface LinkReport {
  readonly recognised: string
  readonly problems: readonly string[]
  /** Where the file before says that this one is, as it stands in its locator. */
  readonly paths: readonly ParentPath[]
  /** It was written to after the child was made, and is read at somebody’s risk. */
  readonly accepted?: true
  /** It is read as it is on disk, dirty or refused, at somebody’s risk. */
  readonly before?: true
}

export interface ChainReport {
  /** Child first; the disk is read through all of them. */
  readonly files: readonly ChainFileReport[]
  /** The place below the last of them that is empty. */
  readonly missing: MissingParent | undefined
  /** Why no file of the chain can fill it, where one seems to. */
  readonly cycle: string | undefined
  /** Files that have no place, and why. */
  readonly refused: readonly RefusedFile[]
  /** What is wrong, as rules; the nearest to the child first. */
  readonly findings: readonly NamedFinding[]
}

export interface RefusedFile {
  readonly name: string
  readonly reason: string
  /** It could not be read, so that nobody knows whether it has a place. */
  readonly unreadable?: true
  /** It is the parent, and would be read by whoever takes that risk. */
  readonly risk?: Risk
}

/** changed: it was written to after the child was made. before: it is refused, and read as it is on disk. */
export type Risk = 'changed' | 'before'

/** A finding, and the file of the chain whose bytes it points at. */
export interface NamedFinding {
  readonly finding: Finding
  readonly name: string
  /** From 0, the child. */
  readonly place: number
}

/** In text from files, names and paths stand as they are: escape them where they are shown. */
export function reportChain(chain: Chain): ChainReport {
  const { child, parents, missing, refused } = chain
  const above = [child, ...parents.map(({ file }) => file)]
  const last = above.at(-1) ?? child
  const findings = chainFindings(chain)
  const around = findings.find(({ finding }) => finding.rule === 'chain.cycle')
  return {
    files: [
      fileReport(child, undefined),
      ...parents.map(({ file, judgement }, i) =>
        fileReport(file, linkReport(above[i] ?? child, file, judgement)),
      ),
    ],
    missing,
    cycle: around && messageOf(around.finding),
    refused: refused.map((item) => refusedReport(last, item)),
    findings: findings.map(({ file, finding }) => ({
      finding,
      name: file.name,
      place: above.indexOf(file),
    })),
  }
}

function fileReport(file: ChainFile, link: ChainFileReport['link']): ChainFileReport {
  const { metadata } = file.image
  return {
    name: file.name,
    state: file.state,
    virtualDiskSize: metadata?.virtualDiskSize,
    logicalSectorSize: metadata?.logicalSectorSize,
    dataWriteGuid: file.headers.current?.values?.dataWriteGuid,
    link,
  }
}

const RECOGNISED: Readonly<Record<Recognition | Change, string>> = {
  current: 'parent_linkage is the DataWriteGuid of its current header.',
  linkage2: 'parent_linkage2 is the DataWriteGuid of its current header.',
  'other-header': 'parent_linkage is the DataWriteGuid of its other header.',
  'changed-by-replay': 'It may be the parent, as QEMU leaves one whose log it has replayed.',
  written: 'It has the name, the size and the sectors of the parent.',
}

function linkReport(child: ChainFile, parent: ChainFile, judgement: LinkJudgement): LinkReport {
  // Only parents that are recognised have a place, or those whose change is accepted.
  return {
    recognised: RECOGNISED[judgement.linkage as Recognition | Change],
    problems: problems(child, parent, judgement).map(messageOf),
    paths: parentPaths(child),
    ...(judgement.accepted && { accepted: true }),
    ...(parent.readsBefore && { before: true }),
  }
}

function refusedReport(last: ChainFile, item: Refused): RefusedFile {
  const risk = item.why === 'wrong' ? riskOf(item) : undefined
  return { name: item.file.name, reason: reasonOf(last, item), ...(risk && { risk }) }
}

/** What somebody would have to take for the file to be read; of two risks the first one. */
function riskOf({ file, judgement }: Extract<Refused, { why: 'wrong' }>): Risk | undefined {
  const { linkage, accepted, sameSectorSize, readable } = judgement
  if (!sameSectorSize || !(readable || file.image.bat)) return undefined
  if (isChanged(linkage) && !accepted) return 'changed'
  return isRecognised(linkage) || accepted ? 'before' : undefined
}

function reasonOf(last: ChainFile, item: Refused): string {
  if (item.why === 'taken') return `The place that it fits is taken by ${item.by.name}.`
  if (item.why === 'behind') return `It is the parent of ${item.child.name}, which is not read.`
  if (item.why === 'not-needed') return 'The chain is complete without it.'
  if (item.file.state === 'not-vhdx') return 'It is not a VHDX.'
  return gravest(problems(last, item.file, item.judgement))
}

/** A parent that is refused has at least one error. */
const gravest = (findings: readonly Finding[]): string =>
  findings
    .filter((found) => severityOf(found) === 'error')
    .map(messageOf)
    .join(' ')
