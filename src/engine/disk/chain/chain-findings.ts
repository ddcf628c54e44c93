/** What is wrong with how the files of a chain fit together. */
import type { ByteRange } from '../../bytes/byte-source.ts'
import { type Finding, finding } from '../../findings/finding.ts'
import type { RuleId } from '../../findings/rules.ts'
import type { Chain, MissingParent } from './assemble-chain.ts'
import { type ChainFile, locatorPair } from './chain-file.ts'
import { type Change, isChanged, type LinkJudgement } from './judge-link.ts'

/** A finding at the locator of one of the chain's files. */
export interface ChainFinding {
  /** The file whose parent it is about. */
  readonly file: ChainFile
  readonly finding: Finding
}

/** About the files that have a place and those that were refused, the nearest to the child first. */
export function chainFindings({
  child,
  parents,
  missing,
  cycle,
  refused,
}: Chain): readonly ChainFinding[] {
  const findings: ChainFinding[] = []
  let above = child
  for (const { file, judgement } of parents) {
    findings.push(...linkFindings(above, file, judgement))
    above = file
  }
  const last = above
  for (const item of refused) {
    if (item.why === 'wrong') findings.push(...linkFindings(last, item.file, item.judgement))
  }
  if (cycle) {
    const at = locatorRange(last)
    findings.push({ file: last, finding: finding('chain.cycle', at, { name: cycle.name }) })
  }
  if (missing) findings.push({ file: last, finding: missingFinding(last, missing) })
  return findings
}

const KEEP_APART = ', '

function missingFinding(file: ChainFile, { wanted, paths }: MissingParent): Finding {
  const named = paths.map(({ key, value }) => `“${value}” (${key})`).join(KEEP_APART)
  const values = { paths: named || 'nothing', wanted: wanted ?? 'none' }
  return finding('chain.parent-missing', locatorRange(file), values)
}

function linkFindings(
  child: ChainFile,
  parent: ChainFile,
  judgement: LinkJudgement,
): readonly ChainFinding[] {
  return problems(child, parent, judgement).map((found) => ({ file: child, finding: found }))
}

const CHANGED = {
  'other-header': 'chain.other-header',
  'changed-by-replay': 'chain.parent-changed',
  written: 'chain.parent-written',
} as const satisfies Record<Change, RuleId>

/** Of one parent, or of a file that is taken for one. */
export function problems(
  child: ChainFile,
  parent: ChainFile,
  { linkage, wanted, found, sameSectorSize, readable, accepted }: LinkJudgement,
): readonly Finding[] {
  const at = locatorRange(child)
  const [first = 'none', second = 'none'] = found
  const name = parent.name
  const guids = { name, wanted: wanted ?? 'none', first, second }
  if (linkage === 'none' || linkage === 'unnamed') return [finding('chain.wrong-parent', at, guids)]
  const findings: Finding[] = []
  if (isChanged(linkage)) {
    const current = parent.headers.current?.values?.dataWriteGuid ?? 'none'
    findings.push(finding(CHANGED[linkage], at, { ...guids, current }))
    if (!accepted) return findings
    findings.push(finding('chain.changed-accepted', at, { name }))
  }
  if (!readable) findings.push(finding('chain.parent-unreadable', at, { name }))
  if (parent.illness) {
    const { condition, sentence, isSlight } = parent.illness
    const values = { name, condition, sentence }
    findings.push(finding('chain.parent-damaged', at, values, isSlight ? 'warning' : undefined))
  }
  if (!readable) return findings
  if (parent.readsBefore) findings.push(finding('chain.parent-before', at, { name }))
  if (parent.salvage) {
    const { ways, losses } = parent.salvage
    const said = losses.map((each) => each.replace(/\.$/, '')).join('; ') || 'nothing'
    findings.push(
      finding('chain.parent-salvaged', at, { name, ways: ways.join(','), losses: said }),
    )
  }
  if (!sameSectorSize) {
    const sizes = { name, found: sectorSize(parent), wanted: sectorSize(child) }
    findings.push(finding('chain.sector-size', at, sizes))
  }
  if (parent.state === 'replayed') {
    findings.push(finding('chain.parent-dirty', at, { name }))
    findings.push(finding('replay.breaks-children', at, { name, wanted: guids.wanted }))
  }
  return findings
}

const sectorSize = ({ image }: ChainFile): number | string =>
  image.metadata?.logicalSectorSize ?? 'unknown'

/** Where a child says who its parent is. */
const locatorRange = (file: ChainFile): ByteRange =>
  locatorPair(file, 'parent_linkage')?.valueAt ??
  file.image.metadata?.parentLocator?.at ?? { offset: 0, length: 0 }
