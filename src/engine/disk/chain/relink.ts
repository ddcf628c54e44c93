/** A child that is to name another parent, §2.6.2.6.3: what its locator says then, and why it must not. */
import { exactSize } from '../../bytes/format.ts'
import type { Guid } from '../../bytes/guid.ts'
import { type ChainFile, isDifferencing } from './chain-file.ts'

/** Where the parent is, with “\\” between names. */
export interface ParentPlace {
  /** Seen from the child’s folder; `undefined` where there is no way between the two. */
  readonly relative: string | undefined
  /** `undefined` where nobody knows it: then there must be a relative one. */
  readonly absolute: string | undefined
}

/** Why no child can be linked to a parent, in one sentence; `undefined` where one can. */
export function parentProblem(parent: ChainFile): string | undefined {
  if (parent.state === 'replayed') {
    // Who replays it may give it another DataWriteGuid, as QEMU does: then it would be refused again.
    return 'The parent has a log to replay: replay it first, and name the replayed copy.'
  }
  if (parent.state === 'salvaged') {
    return 'The parent is read as a salvage would leave it, and its file is not so: save a salvaged copy first, and name that.'
  }
  return parent.headers.current?.values === undefined ? 'The parent has no header.' : undefined
}

/** Why a child cannot be linked to a parent, in one sentence; `undefined` where it can. */
export function relinkProblem(child: ChainFile, parent: ChainFile): string | undefined {
  if (!isDifferencing(child)) return 'The image is no child: it needs no parent.'
  if (child.state === 'replayed') {
    return 'The child has a log to replay: replay it first, and link the replayed copy.'
  }
  const problem = parentProblem(parent)
  if (problem !== undefined) return problem
  const [own, other] = [child.image.metadata, parent.image.metadata]
  if (own?.logicalSectorSize !== other?.logicalSectorSize) {
    return `The parent has sectors of ${other?.logicalSectorSize} bytes, but the child of ${own?.logicalSectorSize}.`
  }
  if (own?.virtualDiskSize !== other?.virtualDiskSize) {
    return `The disk of the parent has ${exactSize(other?.virtualDiskSize ?? 0n)}, but that of the child ${exactSize(own?.virtualDiskSize ?? 0n)}.`
  }
  return undefined
}

/** Of the locator, what says something else than which file is the parent. */
const LINK_KEYS: ReadonlySet<string> = new Set([
  'parent_linkage',
  'parent_linkage2',
  'relative_path',
  'volume_path',
  'absolute_win32_path',
])

type Pairs = readonly (readonly [key: string, value: string])[]

/**
 * What says in a locator which file is the parent. There is no volume_path: what a volume is called only Windows
 * knows, and one that leads elsewhere would be followed before the absolute path.
 */
export const linkPairs = (dataWriteGuid: Guid, { relative, absolute }: ParentPlace): Pairs => [
  ['parent_linkage', `{${dataWriteGuid}}`],
  ...(relative === undefined ? [] : [['relative_path', relative] as const]),
  ...(absolute === undefined ? [] : [['absolute_win32_path', absolute] as const]),
]

/** All pairs of the child’s new locator. */
export function relinkedPairs(
  { image }: ChainFile,
  dataWriteGuid: Guid,
  place: ParentPlace,
): Pairs {
  const others = (image.metadata?.parentLocator?.pairs ?? []).filter(
    ({ key }) => !LINK_KEYS.has(key),
  )
  return [
    ...linkPairs(dataWriteGuid, place),
    ...others.map(({ key, value }) => [key, value] as const),
  ]
}
