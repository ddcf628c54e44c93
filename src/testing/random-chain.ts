/** Random chains of differencing disks, with the plain twins of those that have a log to replay. */
import fc from 'fast-check'
import { buildImage } from '../engine/compose/build-image.ts'
import type { BatChanges, ImageDescription } from '../engine/compose/description.ts'
import type { SparseFile } from '../engine/compose/sparse-file.ts'
import { MIB } from '../engine/format/layout.ts'
import { numberedGuid, parentOf } from './chain-files.ts'
import { bitmapEntry, blockEntry, openReferenceDisk } from './reference-disk.ts'

export interface RandomFile {
  readonly file: SparseFile
  /** What it is after its replay, made without one. */
  readonly replayed: SparseFile
}

interface RandomBlock {
  /** Counted from both ends, and from the ends of the chunks: there mistakes are made. */
  readonly block: number
  readonly state: 'fully-present' | 'partially-present' | 'zero'
}

interface RandomLayer {
  readonly blockSize: number
  /** MiB that it is shorter or longer than the chunk that its disk is around. */
  readonly larger: number
  readonly blocks: readonly RandomBlock[]
  readonly bitmap: Uint8Array
  /** Has a log that makes block 0 read as zero. */
  readonly dirty: boolean
  /** Bytes that the file has behind its end, or below 0 has lost there; a child has all its bitmaps. */
  readonly more: number
}

export interface RandomChain {
  readonly sectorSize: 512 | 4096
  /** Whether the disk is a little more than a chunk: GiB, that is. */
  readonly large: boolean
  /** Child first. */
  readonly layers: readonly RandomLayer[]
}

const layer: fc.Arbitrary<RandomLayer> = fc.record({
  blockSize: fc.constantFrom(MIB, 2 * MIB, 4 * MIB),
  larger: fc.constantFrom(4, 5, 8),
  blocks: fc.uniqueArray(
    fc.record({
      block: fc.integer({ min: 0, max: 3 }),
      state: fc.constantFrom('fully-present', 'partially-present', 'zero'),
    }),
    { selector: ({ block }) => block, maxLength: 4 },
  ),
  bitmap: fc.uint8Array({ minLength: 16, maxLength: 16 }),
  dirty: fc.boolean(),
  more: fc.oneof(fc.constant(0), fc.integer({ min: -MIB / 2, max: MIB / 2 })),
})

export const randomChains: fc.Arbitrary<RandomChain> = fc.record({
  sectorSize: fc.constantFrom(512, 4096),
  large: fc.boolean(),
  layers: fc.array(layer, { minLength: 2, maxLength: 4 }),
})

/** 2^23 sectors. */
export const chunkSize = ({ sectorSize }: Pick<RandomChain, 'sectorSize'>): number =>
  2 ** 23 * sectorSize

export const diskSize = (chain: RandomChain, { larger }: RandomLayer): number =>
  (chain.large ? chunkSize(chain) : 0) + larger * MIB

export const buildChain = (chain: RandomChain): Promise<readonly RandomFile[]> =>
  Promise.all(chain.layers.map((_, index) => buildLayer(chain, index)))

async function buildLayer(chain: RandomChain, index: number): Promise<RandomFile> {
  const { dirty } = chain.layers[index] ?? { dirty: false }
  const plain = describe(chain, index)
  const zero: BatChanges = { 0: { state: 'zero' } }
  const file = buildImage(
    dirty
      ? {
          ...plain,
          log: {
            entries: [{ updates: [{ kind: 'bat', changes: zero }], flushedFileOffset: 0n }],
          },
        }
      : plain,
  )
  await paint(file, chain, index)
  if (!dirty) return { file, replayed: file }
  const replayed = buildImage({ ...plain, bat: { ...plain.bat, ...zero } })
  await paint(replayed, chain, index)
  return { file, replayed }
}

function describe(chain: RandomChain, index: number): ImageDescription {
  const found = chain.layers[index]
  if (found === undefined) throw new Error('no such layer')
  const isChild = index < chain.layers.length - 1
  const size = diskSize(chain, found)
  const blocks = blocksOf(chain, found).map((block) => ({
    ...block,
    // Only a child has sectors of its own.
    state: isChild || block.state === 'zero' ? block.state : ('fully-present' as const),
  }))
  const chunks = [...new Set(blocks.map((block) => chunkOf(chain, found, block.block)))]
  return {
    virtualDiskSize: size,
    blockSize: found.blockSize,
    logicalSectorSize: chain.sectorSize,
    dataWriteGuid: numberedGuid(index),
    ...(isChild && parentOf(numberedGuid(index + 1))),
    blocks: blocks.filter(({ state }) => state !== 'zero'),
    bat: Object.fromEntries(
      blocks
        .filter(({ state }) => state === 'zero')
        .map(({ block }) => [block + chunkOf(chain, found, block), { state: 'zero' } as const]),
    ),
    ...(isChild && { sectorBitmaps: chunks.map((chunk) => ({ chunk, fill: 0 })) }),
  }
}

function blocksOf(chain: RandomChain, { blockSize, larger, blocks }: RandomLayer) {
  const ratio = chunkSize(chain) / blockSize
  const last = Math.ceil(((chain.large ? chunkSize(chain) : 0) + larger * MIB) / blockSize) - 1
  const places = chain.large ? [0, ratio - 1, ratio, last] : [0, 1, 2, last]
  const named = blocks.map(({ block, state }) => ({ block: places[block] ?? 0, state }))
  return [...new Map(named.map((block) => [block.block, block])).values()].filter(
    ({ block }) => block <= last,
  )
}

const chunkOf = (chain: RandomChain, { blockSize }: RandomLayer, block: number): number =>
  Math.floor((block * blockSize) / chunkSize(chain))

/** Bytes that say whose they are, and bitmaps that are not the same all over. */
async function paint(file: SparseFile, chain: RandomChain, index: number): Promise<void> {
  const found = chain.layers[index]
  if (found === undefined) return
  const disk = await openReferenceDisk(file)
  const words = new Uint32Array(found.blockSize / 4)
  for (let i = 0; i < words.length; i++) words[i] = (index + 1) * 0x10000000 + i
  const bits = new Uint8Array(MIB)
  for (let i = 0; i < MIB; i++) bits[i] = (found.bitmap[i % found.bitmap.length] ?? 0) ^ (i >> 4)
  for (const { block } of blocksOf(chain, found)) {
    const entry = await blockEntry(disk, block)
    if (entry.offset === 0) continue
    file.put(entry.offset, new Uint8Array(words.buffer))
    if (!disk.hasParent) continue
    const bitmap = await bitmapEntry(disk, chunkOf(chain, found, block))
    file.put(bitmap.offset, bits)
  }
  const isChild = index < chain.layers.length - 1
  file.setSize(file.size + (isChild ? Math.abs(found.more) : found.more))
}
