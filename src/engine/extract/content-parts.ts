/** The content of a guest's file in parts: slices of the files that the disk is made of, wherever it lies as it is. */
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import type { Refused } from '../bytes/refused.ts'
import type { ChainExtent, Layers } from '../disk/map-chain.ts'
import { walkDisk } from '../disk/walk-disk.ts'
import type { VolumeFiles } from '../files/volume-files.ts'
import { MIB } from '../format/layout.ts'
import type { FileExtent, NodeId } from '../guest/guest-files.ts'
import { joined, type Part } from './part.ts'

export interface Content {
  readonly node: NodeId
  /** Bytes, as its `Stat` says. */
  readonly size: number
  /** The name of a content beside the main one. */
  readonly stream?: string
}

export interface Contents extends Pick<VolumeFiles, 'volume' | 'files'> {
  readonly layers: Layers
}

/** Read at once, of what has to be made by the reader of the file system. */
const MADE_AT_ONCE = MIB

/** `size` bytes of them, whatever the file system says of its extents. Throws what the sources throw. */
export async function* contentParts(
  contents: Contents,
  content: Content,
  run?: Run,
): AsyncGenerator<Part> {
  let last: Part | undefined
  for await (const part of separateParts(contents, content, run)) {
    const both = last && joined(last, part)
    if (last && !both) yield last
    last = both ?? part
  }
  if (last) yield last
}

async function* separateParts(
  contents: Contents,
  { node, size, stream }: Content,
  run: Run | undefined,
): AsyncGenerator<Part> {
  const { files } = contents
  let made: ByteSource | Refused | undefined
  let at = 0
  for await (const extents of files.extents(node, stream, { isProven: true })) {
    run?.signal?.throwIfAborted()
    for (const extent of extents) {
      const length = Math.min(extent.length, size - at)
      if (length <= 0) return
      if (extent.from === 'record' || extent.from === 'compressed') {
        made ??= await files.open(node, stream)
        yield* madeParts(made, { offset: at, length }, run)
      } else yield* placedParts(contents, { ...extent, length }, run)
      at += length
    }
  }
  if (at < size) yield { kind: 'unreadable', length: size - at, reason: UNTOLD }
}

const UNTOLD = 'The file system does not say where it is.'

async function* madeParts(
  source: ByteSource | Refused,
  { offset, length }: ByteRange,
  run: Run | undefined,
): AsyncGenerator<Part> {
  if ('ok' in source) {
    yield { kind: 'unreadable', length, reason: source.reason }
    return
  }
  for (let at = offset; at < offset + length; ) {
    run?.signal?.throwIfAborted()
    const piece = Math.min(MADE_AT_ONCE, offset + length - at)
    yield { kind: 'bytes', length: piece, bytes: await source.read(at, piece) }
    at += piece
  }
}

async function* placedParts(
  { layers, volume }: Contents,
  extent: FileExtent,
  run: Run | undefined,
): AsyncGenerator<Part> {
  const { length } = extent
  if (extent.from === 'volume') {
    const place = { offset: volume.at.offset + extent.at, length }
    for await (const part of walkDisk(layers, place, { signal: run?.signal })) yield partOf(part)
  } else if (extent.from === 'unreadable')
    yield { kind: 'unreadable', length, reason: extent.reason }
  else yield { kind: 'zeros', length }
}

const LOST = {
  missing: 'It is in the parent of the disk, which is not open.',
  unreadable: 'It is in a block of the disk that cannot be read.',
  absent: 'It is not in this skeleton.',
} as const

function partOf(extent: ChainExtent): Part {
  const { length } = extent
  switch (extent.from) {
    case 'file':
      return { kind: 'slice', length, layer: extent.layer, at: extent.fileOffset }
    case 'zero':
    case 'unmapped':
      return { kind: 'zeros', length }
    case 'missing':
    case 'unreadable':
    case 'absent':
      return { kind: 'unreadable', length, reason: LOST[extent.from] }
  }
}
