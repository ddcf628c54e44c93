/** Whether a file is the parent that a differencing disk names, §2.6.2.6.3. */
import type { Guid } from '../../bytes/guid.ts'
import { type ChainFile, linkageOf } from './chain-file.ts'

/** By which value a parent is recognised. */
export type Recognition =
  /** parent_linkage is the DataWriteGuid of the parent's current header: as it must be. */
  | 'current'
  /** … that of the header which is not current. */
  | 'other-header'
  /** parent_linkage2, which is only there while a parent is being merged. */
  | 'linkage2'

/** The same, or why a parent is not recognised. */
export type Linkage =
  | Recognition
  /** The parent's headers have two other DataWriteGuids: so QEMU leaves them when it replays a log. */
  | 'changed-by-replay'
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
  /** Whether the format lets the parent be opened. */
  readonly readable: boolean
  /** Whether the child's disk may be read through this parent. */
  readonly right: boolean
}

const RECOGNITIONS: readonly Linkage[] = ['current', 'other-header', 'linkage2']

export const isRecognised = (linkage: Linkage): linkage is Recognition =>
  RECOGNITIONS.includes(linkage)

/** The best recognition first. */
export const byRecognition = (a: LinkJudgement, b: LinkJudgement): number =>
  RECOGNITIONS.indexOf(a.linkage) - RECOGNITIONS.indexOf(b.linkage)

export function judgeLink(child: ChainFile, parent: ChainFile): LinkJudgement {
  const { copies, current } = parent.headers
  const found = copies.map(({ valid, values }) => (valid ? values?.dataWriteGuid : undefined))
  const wanted = linkageOf(child, 'parent_linkage')
  const linkage = linkageTo(wanted, linkageOf(child, 'parent_linkage2'), {
    current: current?.values?.dataWriteGuid,
    found,
  })
  const sizeOf = ({ image }: ChainFile) => image.metadata?.logicalSectorSize
  const sameSectorSize = sizeOf(child) === sizeOf(parent)
  const readable = parent.state === 'clean' || parent.state === 'replayed'
  const right = isRecognised(linkage) && sameSectorSize && readable
  return { linkage, wanted, found, sameSectorSize, readable, right }
}

interface ParentGuids {
  readonly current: Guid | undefined
  readonly found: readonly (Guid | undefined)[]
}

function linkageTo(
  wanted: Guid | undefined,
  wanted2: Guid | undefined,
  { current, found }: ParentGuids,
): Linkage {
  if (wanted !== undefined && wanted === current) return 'current'
  if (wanted !== undefined && found.includes(wanted)) return 'other-header'
  if (wanted2 !== undefined && found.includes(wanted2)) return 'linkage2'
  if (wanted === undefined) return 'unnamed'
  const [first, second] = found
  const disagree = first !== undefined && second !== undefined && first !== second
  return disagree ? 'changed-by-replay' : 'none'
}
