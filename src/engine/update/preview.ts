/** A file as it would be after an update, without writing anything: the steps as a view of it. */
import {
  type ByteRange,
  type ByteSource,
  checkRange,
  type DataLook,
  readInto,
} from '../bytes/byte-source.ts'
import { lastWriters } from '../bytes/extent-map.ts'
import { lookAt, lookOf } from '../bytes/held.ts'
import { clipRange, endOf, firstEndingAfter, joinRanges, subtractRanges } from '../bytes/ranges.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import { restoreSector, type SectorEdges } from '../format/log-entry.ts'
import { type Step, sizeAfter, type WriteStep, writeRange } from './step.ts'

/** Bytes of the result that one step determines. */
export interface PreviewExtent extends ByteRange {
  readonly step: WriteStep
}

/** The result of an update as a byte source. `size` may lie far beyond that of `base`. */
export interface Preview extends ByteSource {
  readonly base: ByteSource
  /** All that is written, disjoint and in order of offset; the last writer of a byte has it. */
  readonly extents: readonly PreviewExtent[]
}

/** Reads that lie no further apart than this are one read, unless what is between them may not be there. */
const NEAR = { gap: 64 * 1024 }
const TOUCHING = { gap: 0 }
const nearIn = ({ held }: ByteSource) => (held ? TOUCHING : NEAR)

/**
 * What `steps` would make of `source`. Reads resolve when they are made: nothing is allocated for a
 * run of zeros, however long, and a log sector is fetched from where it lies in `source`.
 */
export function preview(source: ByteSource, steps: readonly Step[]): Preview {
  const writes = steps.filter((step) => step.kind === 'write')
  const extents: PreviewExtent[] = []
  for (const { writer, offset, length } of lastWriters(writes.map(writeRange))) {
    const step = writes[writer]
    if (step !== undefined) extents.push({ offset, length, step })
  }
  const size = sizeAfter(source.size, steps)
  const read = async (offset: number, length: number): Promise<Uint8Array> => {
    checkRange(size, offset, length)
    const patches = extentsIn(extents, { offset, length })
    if (patches.length === 0 && offset + length <= source.size) {
      return source.read(offset, length)
    }
    const result = new Uint8Array(length)
    await readBase(source, { offset, length }, patches, result)
    await patch(source, offset, patches, result)
    return result
  }
  let held: readonly ByteRange[] | undefined
  return {
    base: source,
    extents,
    size,
    get held() {
      if (source.held) held ??= heldAfter(source, extents, size)
      return held
    },
    read,
    ...(source.lookOf && {
      lookOf: (range) => {
        const patches = extentsIn(extents, range)
        const isOld = patches.length === 0 && endOf(range) <= source.size
        return isOld ? lookOf(source, range) : lookAtPieces({ source, size, read }, patches, range)
      },
    }),
    async readInto(offset, target) {
      const { length } = target
      checkRange(size, offset, length)
      const isOld = offset + length <= source.size
      if (isOld && extentsIn(extents, { offset, length }).length === 0) {
        await readInto(source, offset, target)
      } else target.set(await read(offset, length))
    },
  }
}

/** What is there afterwards of a source of which parts were left out: what was, what is written, and what is added. */
function heldAfter(
  { held = [], size: sizeBefore }: ByteSource,
  extents: readonly ByteRange[],
  size: number,
): readonly ByteRange[] {
  const added = { offset: sizeBefore, length: Math.max(0, size - sizeBefore) }
  const all = [...held, ...extents, added].filter(({ length }) => length > 0)
  return joinRanges(all.sort((a, b) => a.offset - b.offset))
}

/** What `range` is like by what each piece of it is: those that are written, and those between them. */
async function lookAtPieces(
  { source, size, read }: Pick<Preview, 'size' | 'read'> & { readonly source: ByteSource },
  patches: readonly ByteRange[],
  range: ByteRange,
): Promise<DataLook | undefined> {
  checkRange(size, range.offset, range.length)
  const old = clipRange(range, { offset: 0, length: source.size })
  const pieces = old.length > 0 ? subtractRanges(old, patches) : []
  let look: DataLook | undefined = 'zeros'
  for (const piece of pieces) {
    const found = await lookOf(source, piece)
    if (found === undefined) return undefined
    if (found !== 'zeros') look = 'other'
  }
  for (const { offset, length } of patches) {
    if (look === 'zeros' && lookAt(await read(offset, length)) !== 'zeros') look = 'other'
  }
  return look
}

/** The parts of the extents that lie in `range`. */
function extentsIn(extents: readonly PreviewExtent[], range: ByteRange): PreviewExtent[] {
  const inside: PreviewExtent[] = []
  const end = endOf(range)
  for (let i = firstEndingAfter(extents, range.offset); i < extents.length; i++) {
    const extent = extents[i]
    if (extent === undefined || extent.offset >= end) break
    const offset = Math.max(extent.offset, range.offset)
    inside.push({ offset, length: Math.min(endOf(extent), end) - offset, step: extent.step })
  }
  return inside
}

/** Fills in what no patch covers, in as few reads of the old bytes as make sense. */
async function readBase(
  source: ByteSource,
  range: ByteRange,
  patches: readonly ByteRange[],
  result: Uint8Array,
): Promise<void> {
  const held = clipRange(range, { offset: 0, length: source.size })
  const gaps = held.length > 0 ? subtractRanges(held, patches) : []
  for (const { offset, length } of joinRanges(gaps, nearIn(source))) {
    result.set(await source.read(offset, length), offset - range.offset)
  }
}

/** Puts what the steps write over the old bytes. */
async function patch(
  source: ByteSource,
  start: number,
  patches: readonly PreviewExtent[],
  result: Uint8Array,
): Promise<void> {
  const sectors: SectorPatch[] = []
  for (const { offset, length, step } of patches) {
    const { content } = step
    const from = offset - step.offset
    switch (content.kind) {
      case 'bytes':
        result.set(content.bytes.subarray(from, from + length), offset - start)
        break
      case 'zeros':
        result.fill(0, offset - start, offset - start + length)
        break
      case 'sector':
        sectors.push({ at: content.at, edges: content, from, length, to: offset - start })
        break
    }
  }
  await patchSectors(source, sectors, result)
}

/** Bytes [from, from + length) of the restored sector at `at` go to `to` in the result. */
interface SectorPatch {
  readonly at: number
  readonly edges: SectorEdges
  readonly from: number
  readonly length: number
  readonly to: number
}

async function patchSectors(
  source: ByteSource,
  sectors: SectorPatch[],
  result: Uint8Array,
): Promise<void> {
  sectors.sort((a, b) => a.at - b.at)
  const ranges = sectors.map(({ at }) => ({ offset: at, length: LOG_SECTOR_SIZE }))
  let next = 0
  for (const range of joinRanges(ranges, nearIn(source))) {
    const bytes = await source.read(range.offset, range.length)
    for (let sector = sectors[next]; sector !== undefined; sector = sectors[++next]) {
      if (sector.at >= endOf(range)) break
      const at = sector.at - range.offset
      // Where it is: a copy of each would cost more than the rest, and the next user puts its own edges.
      const restored = restoreSector(bytes.subarray(at, at + LOG_SECTOR_SIZE), sector.edges)
      result.set(restored.subarray(sector.from, sector.from + sector.length), sector.to)
    }
  }
}
