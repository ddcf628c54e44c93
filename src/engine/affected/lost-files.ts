/** Which files of a guest have bytes in what of its disk cannot be had: past the end of a cut file, or nobody knows where. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { Pace } from '../bytes/pace.ts'
import { endOf } from '../bytes/ranges.ts'
import type { Layers } from '../disk/map-chain.ts'
import { walkDisk } from '../disk/walk-disk.ts'
import type { VolumeFiles } from '../files/volume-files.ts'
import type { FileExtent, NodeId, NodeKind } from '../guest/guest-files.ts'
import { pathText } from '../guest/paths.ts'
import { walkFiles } from '../guest/walk.ts'
import { isTouched, partsIn, RangeCollector } from './changed-ranges.ts'

export interface LostFile {
  readonly path: string
  /** `undefined` where what describes it is lost, and nothing else tells. */
  readonly kind: NodeKind | undefined
  /** Bytes of its content, or of the names of a directory; `undefined` as its kind. */
  readonly size: bigint | undefined
  /** Bytes of that which are lost. */
  readonly lostBytes: number
  /** What describes it is lost: nobody knows where its content is. */
  readonly isWhole: boolean
}

/** unreadable: in a block that cannot be had. missing: in a parent that is not there. */
type LostKind = 'unreadable' | 'missing'

/** What of `range` of the disk is lost, in order; by default in either way. */
export async function lostRanges(
  layers: Layers,
  range: ByteRange,
  {
    kinds = ['unreadable', 'missing'],
    run,
  }: { readonly kinds?: readonly LostKind[]; readonly run?: Run } = {},
): Promise<readonly ByteRange[]> {
  const found = new RangeCollector(endOf(range))
  for await (const extent of walkDisk(layers, range, run)) {
    if (kinds.some((kind) => kind === extent.from)) found.add(extent, 'lost')
  }
  return found.ranges
}

/** More nodes than this are not kept: of more than these it is not known which names lead nowhere. */
const MOST_NODES = 2 ** 20

/** Stops the search: the volume has more files than were to be looked at. */
export class TooManyFiles extends Error {}

export interface LostFilesOptions {
  /** Throws a `TooManyFiles` where the volume has more. */
  readonly most?: number
  readonly run?: Run | undefined
}

/**
 * Those of which something lies in `lost` ranges of the disk, or which have a name and no record that is in use any more.
 * One pass over all files, and one through the directories, of which lost ones have lost the names in them.
 */
export async function* lostFiles(
  volume: VolumeFiles,
  lost: readonly ByteRange[],
  { most = Number.POSITIVE_INFINITY, run }: LostFilesOptions = {},
): AsyncGenerator<readonly LostFile[]> {
  if (!isTouched(lost, volume.volume.at)) return
  const { files } = volume
  const { touched, inUse } = await findNodes(volume, lost, { most, run })
  const pace = new Pace(run)
  const rootLoss = await lossOf(volume, files.root, lost, touched)
  if (rootLoss) yield [{ path: '/', ...rootLoss }]
  for await (const { directory, entries } of walkFiles(files, run ? { run } : {})) {
    const found: LostFile[] = []
    for (const entry of entries) {
      if (pace.isDue()) await pace.rest()
      const path = () => pathText({ name: entry.name, parent: directory })
      if (inUse && !inUse.has(entry.node)) {
        const known = { kind: entry.kind, size: undefined, lostBytes: 0, isWhole: true }
        found.push({ path: path(), ...known })
        continue
      }
      const loss = await lossOf(volume, entry.node, lost, touched)
      if (loss) found.push({ path: path(), ...loss })
    }
    if (found.length > 0) yield found
  }
}

interface Nodes {
  /** With the bytes of its content that are lost, by places that may be longer than it. */
  readonly touched: ReadonlyMap<NodeId, number>
  /** `undefined` where there are too many. */
  readonly inUse: ReadonlySet<NodeId> | undefined
}

async function findNodes(
  { files, volume }: VolumeFiles,
  lost: readonly ByteRange[],
  { most, run }: { readonly most: number; readonly run: Run | undefined },
): Promise<Nodes> {
  const touched = new Map<NodeId, number>()
  let inUse: Set<NodeId> | undefined = new Set()
  let count = 0
  const lostOf = (range: ByteRange): number => lostBytesIn(lost, volume.at.offset, range)
  for await (const batch of files.footprints(run)) {
    count += batch.length
    if (count > most) throw new TooManyFiles()
    if (count > MOST_NODES) inUse = undefined
    for (const { node, record, content, structure } of batch) {
      inUse?.add(node)
      const bytes = content.reduce((sum, range) => sum + lostOf(range), 0)
      const isTouched = bytes > 0 || lostOf(record) > 0 || structure.some((at) => lostOf(at) > 0)
      // There is no room for more; whoever has lost so much has lost all.
      if (!isTouched || touched.size >= MOST_NODES) continue
      // One with very many places comes several times.
      touched.set(node, (touched.get(node) ?? 0) + bytes)
    }
  }
  return { touched, inUse }
}

/** How much of a range of the volume, which begins at `start` of the disk, is lost. */
function lostBytesIn(lost: readonly ByteRange[], start: number, range: ByteRange): number {
  const onDisk = { offset: start + range.offset, length: range.length }
  let bytes = 0
  for (const part of partsIn(lost, onDisk)) bytes += part.length
  return bytes
}

async function lossOf(
  { files, volume }: VolumeFiles,
  node: NodeId,
  lost: readonly ByteRange[],
  touched: ReadonlyMap<NodeId, number>,
): Promise<Omit<LostFile, 'path'> | undefined> {
  const bytes = touched.get(node)
  if (bytes === undefined) return undefined
  const stat = await files.stat(node)
  if (!stat.ok) return { kind: undefined, size: undefined, lostBytes: 0, isWhole: true }
  const known = { kind: stat.kind, size: stat.size, isWhole: false }
  if (stat.kind === 'directory') return bytes > 0 ? { ...known, lostBytes: bytes } : undefined
  let lostBytes = 0
  for (const stream of [undefined, ...(stat.streams ?? []).map(({ name }) => name)]) {
    for await (const extents of files.extents(node, stream)) {
      for (const extent of extents) lostBytes += lostOfExtent(lost, volume.at.offset, extent)
    }
  }
  return lostBytes > 0 ? { ...known, lostBytes } : undefined
}

/** Of what is compressed, or stands in a record, all is lost where a part is. */
function lostOfExtent(lost: readonly ByteRange[], start: number, extent: FileExtent): number {
  const { from, length } = extent
  switch (from) {
    case 'volume':
      return lostBytesIn(lost, start, { offset: extent.at, length })
    case 'zeros':
      return 0
    case 'record':
      return lostBytesIn(lost, start, extent.at) > 0 ? length : 0
    case 'compressed':
      return extent.at.some((at) => lostBytesIn(lost, start, at) > 0) ? length : 0
    case 'unreadable':
      return length
  }
}
