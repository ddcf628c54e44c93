/** Of which kind a disk is: as it is set, as its metadata still say, or as its table of blocks shows. */
import type { Image } from '../../image/image.ts'
import { isBlockSize } from '../../image/metadata/disk-limits.ts'
import type { DiskKind } from '../../image/metadata/geometry.ts'
import { type Clue, type Decided, decide, left, proposed } from './decide.ts'
import type { NamedPlace } from './named-blocks.ts'

type Left = Image['metadata']
type Settings = ReadonlyMap<string, string>

const PARTIAL = 'the table has a block of which a part only is there'

const asKind = (text: string | undefined): DiskKind | undefined =>
  text === 'dynamic' || text === 'fixed' || text === 'differencing' ? text : undefined

function childClues(metadata: Left, places: readonly NamedPlace[]): readonly Clue<DiskKind>[] {
  const parameters = metadata?.fileParameters
  return [
    ...(parameters && isBlockSize(parameters.blockSize) ? [leftKind(parameters)] : []),
    ...(metadata?.parentLocator
      ? [proposed<DiskKind>('differencing', 'the metadata still name a parent')]
      : []),
    ...(places.some(({ isPartial }) => isPartial)
      ? [proposed<DiskKind>('differencing', PARTIAL)]
      : []),
  ]
}

function leftKind(parameters: NonNullable<NonNullable<Left>['fileParameters']>): Clue<DiskKind> {
  const { hasParent, leaveBlockAllocated } = parameters
  const kind = hasParent === 1 ? 'differencing' : leaveBlockAllocated === 1 ? 'fixed' : 'dynamic'
  return left<DiskKind>(kind, kind)
}

export const decideChild = (
  set: Settings,
  metadata: Left,
  places: readonly NamedPlace[],
): boolean => (asKind(set.get('kind')) ?? childClues(metadata, places)[0]?.value) === 'differencing'

export function decideKind(
  set: Settings,
  metadata: Left,
  { places, isWhole }: { readonly places: readonly NamedPlace[]; readonly isWhole: boolean },
): Decided<DiskKind> {
  return decide({
    way: 'metadata-anew',
    name: 'kind',
    set: asKind(set.get('kind')),
    clues: [
      ...childClues(metadata, places),
      isWhole && places.length > 0
        ? proposed<DiskKind>('fixed', 'all blocks of the disk are in the file', () => false)
        : proposed<DiskKind>('dynamic', 'not all blocks of the disk are in the file', () => false),
    ],
    text: String,
  })
}
