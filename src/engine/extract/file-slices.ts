/** Parts of which every slice is one of the file itself: for who has the file, and not what is read instead of it. */
import type { ByteRange, ByteSource } from '../bytes/byte-source.ts'
import { clipRange, endOf, firstEndingAfter, subtractRanges } from '../bytes/ranges.ts'
import type { Layers } from '../disk/map-chain.ts'
import { MIB } from '../format/layout.ts'
import type { Preview } from '../update/preview.ts'
import type { Part } from './part.ts'

/** Read at once. */
const READ = MIB

/**
 * What a replay or a salvage changes comes as bytes, in parts of at most 1 MiB; all other slices are at their place in
 * the file of their layer.
 */
export async function* slicesOfFiles(
  layers: Layers,
  parts: AsyncIterable<Part>,
): AsyncGenerator<Part> {
  for await (const part of parts) {
    const source = part.kind === 'slice' ? layers[part.layer]?.source : undefined
    if (part.kind !== 'slice' || source === undefined) {
      yield part
      continue
    }
    const whole = { offset: part.at, length: part.length }
    const kept = keptOf(source, [whole])
    let at = part.at
    for (const { offset, length } of kept) {
      yield* bytesOf(source, { offset: at, length: offset - at })
      yield { ...part, at: offset, length }
      at = offset + length
    }
    yield* bytesOf(source, { offset: at, length: endOf(whole) - at })
  }
}

async function* bytesOf(source: ByteSource, range: ByteRange): AsyncGenerator<Part> {
  for (let at = range.offset; at < endOf(range); at += READ) {
    const length = Math.min(READ, endOf(range) - at)
    yield { kind: 'bytes', length, bytes: await source.read(at, length) }
  }
}

/** What of `ranges`, which are in order, is in the file behind a source as the source has it. */
function keptOf(source: ByteSource, ranges: readonly ByteRange[]): readonly ByteRange[] {
  if (!isPreview(source)) return ranges
  const { base, extents } = source
  const left = ranges.flatMap((range) => {
    const changed: ByteRange[] = []
    for (let i = firstEndingAfter(extents, range.offset); i < extents.length; i++) {
      const extent = extents[i]
      if (extent === undefined || extent.offset >= endOf(range)) break
      changed.push(extent)
    }
    return subtractRanges(clipRange(range, { offset: 0, length: base.size }), changed)
  })
  return keptOf(base, left)
}

const isPreview = (source: ByteSource): source is Preview => 'base' in source && 'extents' in source
