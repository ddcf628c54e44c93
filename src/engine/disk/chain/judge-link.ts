/** Whether a file is the parent that a differencing disk names, §2.6.2.6.3. */
import type { Guid } from '../../bytes/guid.ts'
import { type ChainFile, type ChainFileState, isNamed, linkageOf } from './chain-file.ts'

/** By which value a parent is recognised: the parent’s current header must have one of the two. */
export type Recognition =
  /** parent_linkage is the DataWriteGuid of the parent's current header: as it must be. */
  | 'current'
  /** parent_linkage2 is; it is only there while a parent is being merged. */
  | 'linkage2'

/** What speaks for a parent that was written to after the child was made. */
export type Change =
  /** Only the header that is not current has the GUID that is looked for. */
  | 'other-header'
  /** The parent's headers have two other DataWriteGuids: so QEMU leaves them when it replays a log. */
  | 'changed-by-replay'
  /** It has another DataWriteGuid, but the name, the size and the sectors of the parent. */
  | 'written'

/** How a file was found to be the parent, or why not. */
export type Linkage =
  | Recognition
  | Change
  /** It is of another chain. */
  | 'none'
  /** The child says no GUID that could be looked for. */
  | 'unnamed'

export interface LinkJudgement {
  readonly linkage: Linkage
  readonly wanted: Guid | undefined
  /** Of the parent's first and second header; `undefined` of one that is not valid. */
  readonly found: readonly (Guid | undefined)[]
  /** Logical sector sizes must be the same (§2.6.2.4). */
  readonly sameSectorSize: boolean
  /** Whether the format lets the parent be opened, or somebody takes the risk and there is a disk to read. */
  readonly readable: boolean
  /** Whether it is only right because somebody takes the risk of its change. */
  readonly accepted: boolean
  /** Whether the child's disk may be read through this parent. */
  readonly right: boolean
}

/** Of what is salvaged what the salvage leaves may be. */
const ALLOWED: readonly ChainFileState[] = ['clean', 'replayed', 'salvaged']
const RECOGNITIONS: readonly Linkage[] = ['current', 'linkage2']
const CHANGES: readonly Linkage[] = ['other-header', 'changed-by-replay', 'written']
const BEST_FIRST: readonly Linkage[] = [...RECOGNITIONS, ...CHANGES]

export const isRecognised = (linkage: Linkage): linkage is Recognition =>
  RECOGNITIONS.includes(linkage)

export const isChanged = (linkage: Linkage): linkage is Change => CHANGES.includes(linkage)

/** The best recognition first. */
export const byRecognition = (a: LinkJudgement, b: LinkJudgement): number =>
  BEST_FIRST.indexOf(a.linkage) - BEST_FIRST.indexOf(b.linkage)

export function judgeLink(child: ChainFile, parent: ChainFile): LinkJudgement {
  const wanted = linkageOf(child, 'parent_linkage')
  const found = parent.headers.copies.map(({ valid, values }) =>
    valid ? values?.dataWriteGuid : undefined,
  )
  const linkage = linkageTo(child, parent, found)
  const sizeOf = ({ image }: ChainFile) => image.metadata?.logicalSectorSize
  const sameSectorSize = sizeOf(child) === sizeOf(parent)
  const isAllowed = ALLOWED.includes(parent.state)
  const readable = isAllowed || (parent.readsBefore === true && parent.image.bat !== undefined)
  const accepted = isChanged(linkage) && parent.acceptsChange === true
  const right = (isRecognised(linkage) || accepted) && sameSectorSize && readable
  return { linkage, wanted, found, sameSectorSize, readable, accepted, right }
}

function linkageTo(child: ChainFile, parent: ChainFile, found: LinkJudgement['found']): Linkage {
  const wanted = linkageOf(child, 'parent_linkage')
  const wanted2 = linkageOf(child, 'parent_linkage2')
  const current = parent.headers.current?.values?.dataWriteGuid
  if (wanted !== undefined && wanted === current) return 'current'
  if (wanted2 !== undefined && wanted2 === current) return 'linkage2'
  // Only the current header says what the parent is now: the other one is what an update leaves (§2.2.2.1).
  if (wanted === undefined) return 'unnamed'
  if (found.includes(wanted)) return 'other-header'
  const [first, second] = found
  if (first !== undefined && second !== undefined && first !== second) return 'changed-by-replay'
  return current !== undefined && looksLikeParent(child, parent) ? 'written' : 'none'
}

/** Whether all but its GUID is as the child has it. */
function looksLikeParent(child: ChainFile, parent: ChainFile): boolean {
  const [own, other] = [child.image.metadata, parent.image.metadata]
  return (
    own?.virtualDiskSize !== undefined &&
    own.virtualDiskSize === other?.virtualDiskSize &&
    own.logicalSectorSize === other.logicalSectorSize &&
    isNamed(child, parent.name)
  )
}
