/** A chain in words and plain data, as it crosses the worker and stands in the report. */
import type { Guid } from '../../bytes/guid.ts'
import { type Finding, severityOf } from '../../findings/finding.ts'
import { messageOf } from '../../findings/finding-words.ts'
import type { Chain, MissingParent, Refused } from './assemble-chain.ts'
import {
  type ChainFile,
  type ChainFileState,
  isNamed,
  type ParentPath,
  parentPaths,
  type SalvagedAs,
} from './chain-file.ts'
import { chainFindings, problems } from './chain-findings.ts'
import {
  type Change,
  isChanged,
  isRecognised,
  judgeLink,
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
  /** None of them ends with the name that it has here. */
  readonly moved?: true
  /** It was written to after the child was made, and is read at somebody’s risk. */
  readonly accepted?: true
  /** It is read as it is on disk, dirty or refused, at somebody’s risk. */
  readonly before?: true
  /** It is read as a salvage would leave it, at somebody’s risk. */
  readonly salvaged?: SalvagedAs
  /** Otherwise it would be read by whoever takes one of these. */
  readonly risks?: readonly Risk[]
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
  /** It is the parent, and would be read by whoever takes one of these, or the first and then another. */
  readonly risks?: readonly Risk[]
}

/**
 * changed: it was written to after the child was made. before: it is refused or damaged by its replay, and read as it
 * is on disk. salvaged: it is refused or damaged, and read as a salvage would leave it.
 */
export type Risk = 'changed' | 'before' | 'salvaged'

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
  const paths = parentPaths(child)
  // Only parents that are recognised have a place, or those whose change is accepted.
  return {
    recognised: RECOGNISED[judgement.linkage as Recognition | Change],
    problems: problems(child, parent, judgement).map(messageOf),
    paths,
    ...(paths.length > 0 && !isNamed(child, parent.name) && { moved: true }),
    ...(judgement.accepted && { accepted: true }),
    ...(parent.readsBefore && { before: true }),
    ...(parent.salvage && { salvaged: parent.salvage }),
    ...withRisks([
      ...(parent.state === 'replayed' && parent.illness?.isSlight === false
        ? (['before'] as const)
        : []),
      ...salvageRisk(child, parent),
    ]),
  }
}

const withRisks = (risks: readonly Risk[]): { readonly risks?: readonly Risk[] } =>
  risks.length > 0 ? { risks } : {}

/** Whether the child’s disk may be read through what a salvage would make of the parent. */
function salvageRisk(child: ChainFile, { asSalvaged, acceptsChange }: ChainFile): readonly Risk[] {
  if (!asSalvaged) return []
  const { right } = judgeLink(child, { ...asSalvaged, ...(acceptsChange && { acceptsChange }) })
  return right ? ['salvaged'] : []
}

function refusedReport(last: ChainFile, item: Refused): RefusedFile {
  const risks = item.why === 'wrong' ? risksOf(last, item) : []
  return { name: item.file.name, reason: reasonOf(last, item), ...withRisks(risks) }
}

/** What somebody would have to take for the file to be read: its change first, and then how it is read. */
function risksOf(
  last: ChainFile,
  { file, judgement }: Extract<Refused, { why: 'wrong' }>,
): readonly Risk[] {
  const { linkage, accepted, sameSectorSize, readable } = judgement
  if (isChanged(linkage) && !accepted) {
    const isOpen = sameSectorSize && (readable || file.image.bat !== undefined)
    const isSalvageable = salvageRisk(last, { ...file, acceptsChange: true }).length > 0
    return isOpen || isSalvageable ? ['changed'] : []
  }
  const isParent = sameSectorSize && (isRecognised(linkage) || accepted)
  const before = isParent && !readable && file.image.bat !== undefined
  return [...(before ? (['before'] as const) : []), ...salvageRisk(last, file)]
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
