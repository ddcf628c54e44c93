/** What a skeleton has of its file, and what not: told before it is written. */
import type { ByteRange } from '../bytes/byte-source.ts'
import { totalLength } from '../bytes/ranges.ts'
import { BAT_REGION, METADATA_REGION } from '../format/region-table.ts'
import { isVhdx } from '../image/image.ts'
import { PATH_KEYS } from '../image/metadata/read-parent-locator.ts'
import type { Inspected } from '../inspect/inspect.ts'
import { type LogEntry, SLOT_KINDS } from '../log/log.ts'
import { payloadIn } from './disk-blocks.ts'
import type { KeptRanges } from './kept-ranges.ts'
import type { SkeletonFacts } from './skeleton-facts.ts'

/** Plain data. Sizes in bytes. */
export interface SkeletonContents {
  readonly size: number
  readonly kept: number
  /** Blocks of the disk that are left out; and what else is. */
  readonly payload: number
  readonly rest: number
  /** Whether what stands where headers belong is that of a VHDX. */
  readonly isVhdx: boolean
  readonly name: string | undefined
  readonly creator: string
  readonly virtualDiskSize: bigint | undefined
  readonly parentPaths: readonly string[]
  readonly pathsBlanked: boolean
  readonly log:
    | {
        readonly length: number
        /** Whole ones of its current use. */
        readonly entries: number
        /** Entries of earlier uses or not whole, and data sectors of which no entry is left. */
        readonly stale: number
        /** Whether entries of it write into blocks of the disk. */
        readonly holdsPayload: boolean
      }
    | undefined
  /** Regions that only their program knows, by their GUID. */
  readonly regions: readonly (Pick<ByteRange, 'length'> & { readonly name: string })[]
  readonly overlapping: number
  readonly possible: number
  /** Places that are left out, and of which it is noted whether they are zero or look random. */
  readonly noted: number
}

const isOfNow = ({ status }: LogEntry): boolean => status === 'active' || status === 'superseded'

const ORPHAN = SLOT_KINDS.indexOf('orphan-data')

export function contentsOf(
  inspected: Inspected,
  { ranges, overlapping, possible, payload }: KeptRanges,
  { name, pathsBlanked, looks }: SkeletonFacts,
): SkeletonContents {
  const { before, update, scan, inspection } = inspected
  const { size } = before.source
  const images = [before, ...(update ? [update.after] : [])]
  const image = update?.after ?? before
  const kept = totalLength(ranges)
  const all = payloadIn({ offset: 0, length: size }, payload)
  const left = all - overlapping
  return {
    size,
    kept,
    payload: left,
    rest: size - kept - left,
    isVhdx: isVhdx(before),
    name,
    creator: before.identity.values?.creator ?? '',
    virtualDiskSize: image.metadata?.virtualDiskSize,
    parentPaths: [...new Set(images.flatMap(({ metadata }) => pathsOf(metadata?.parentLocator)))],
    pathsBlanked,
    log: scan && {
      length: scan.region.length,
      entries: scan.entries.filter(isOfNow).length,
      stale:
        scan.entries.filter((entry) => !isOfNow(entry)).length +
        scan.slots.reduce((count, kind) => count + (kind === ORPHAN ? 1 : 0), 0),
      holdsPayload: inspection.findings.some(({ rule }) => rule === 'replay.targets-payload'),
    },
    regions: otherRegions(inspected),
    overlapping,
    possible,
    noted: looks.length,
  }
}

type Locator = NonNullable<Inspected['before']['metadata']>['parentLocator']

const pathsOf = (locator: Locator): readonly string[] =>
  (locator?.pairs ?? [])
    .filter(({ key }) => PATH_KEYS.some((each) => each === key))
    .map(({ value }) => value)

function otherRegions({ before, update }: Inspected): SkeletonContents['regions'] {
  const { current } = (update?.after ?? before).regionTables
  return (current?.entries ?? []).flatMap(({ values, name, range }) =>
    values.guid === BAT_REGION || values.guid === METADATA_REGION || !range
      ? []
      : [{ name, length: range.length }],
  )
}
