/** Which blocks of the disk the guest’s file systems call free. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { whereAbsent } from '../bytes/held.ts'
import { endOf, overlaps, subtractRanges, totalLength } from '../bytes/ranges.ts'
import { type Refused, refused } from '../bytes/refused.ts'
import { sliceSource } from '../bytes/slice-source.ts'
import { MIB } from '../format/layout.ts'
import { readFreeSpace } from '../guest/read-free-space.ts'
import type { FreeSpace } from '../guest/volume-space.ts'
import { UnitMap } from '../image/bat/unit-map.ts'
import { openDisk } from './disk-volumes.ts'
import { findGuestVolumes, type GuestVolume } from './guest-volumes.ts'
import { diskSize } from './layers.ts'
import type { Layers } from './map-chain.ts'

export interface VolumeSpace extends GuestVolume {
  /** Refused also where something that was read for it could not be had: it would have been taken for zeros. */
  readonly space: FreeSpace | Refused
}

/**
 * free: all of the block is in space that file systems call free, every one that has a part of it. in-use: the rest of
 * it is in use by them. unknown: some of it is in no volume, or in one whose bitmap does not speak of it.
 */
export type BlockUse = 'free' | 'in-use' | 'unknown'

/** Blocks are numbered from 0; the last one counts up to the end of the disk. */
export interface GuestSpace {
  readonly volumes: readonly VolumeSpace[]
  useOf(block: number): BlockUse
  /** Whether the block is free, and none of the volumes that it lies in has doubts. */
  mayDrop(block: number): boolean
}

/**
 * Of blocks of `blockSize` bytes. Reads partition tables and bitmaps; holds two bits a block. Progress in bytes of the
 * volumes. Never throws on content.
 */
export async function readGuestSpace(
  layers: Layers,
  blockSize: number,
  run?: Run,
): Promise<GuestSpace> {
  const size = diskSize(layers)
  const uses = new BlockUses(size, blockSize)
  const found = await findVolumes(layers, run)
  const total = totalLength(found.map(({ at }) => at))
  const volumes: VolumeSpace[] = []
  let done = 0
  for (const volume of found) {
    const onProgress = (part: number) => run?.onProgress?.(done + part, total)
    volumes.push(await readVolume(layers, volume, uses, { ...run, onProgress }))
    done += volume.at.length
    run?.onProgress?.(done, total)
  }
  const divided = found.map(({ at }) => at).sort((a, b) => a.offset - b.offset)
  for (const rest of subtractRanges({ offset: 0, length: size }, divided)) uses.unknown(rest)

  const doubted = volumes.flatMap(({ at, space }) =>
    space.ok && space.doubts.length > 0 ? [at] : [],
  )
  const isDoubted = (block: number): boolean => {
    const range = { offset: block * blockSize, length: blockSize }
    return doubted.some((at) => overlaps(at, range))
  }
  return {
    volumes,
    useOf: (block) => uses.of(block),
    mayDrop: (block) => uses.of(block) === 'free' && !isDoubted(block),
  }
}

type FoundVolume = GuestVolume & {
  /** What speaks against the place itself. */
  readonly doubts: readonly string[]
  readonly isAbsent?: true
}

async function findVolumes(layers: Layers, run: Run | undefined): Promise<readonly FoundVolume[]> {
  const found = await findGuestVolumes(layers, run)
  if (found) return found.volumes.map((volume) => ({ ...volume, doubts: found.problems }))
  // Of a skeleton nobody knows what its disk is divided into.
  const at = { offset: 0, length: diskSize(layers) }
  return [{ partition: undefined, fileSystem: undefined, at, doubts: [], isAbsent: true }]
}

const NOT_IN_SKELETON = refused('What it says of its space is not in this skeleton.')

/** Marks what its file system does not call free. */
async function readVolume(
  layers: Layers,
  volume: FoundVolume,
  uses: BlockUses,
  run: Run,
): Promise<VolumeSpace> {
  const { partition, fileSystem, at, doubts } = volume
  const answer = (space: FreeSpace | Refused): VolumeSpace => {
    if (!space.ok) uses.unknown(at)
    return { partition, fileSystem, at, space }
  }
  if (volume.isAbsent) return answer(NOT_IN_SKELETON)
  if (fileSystem === undefined) return answer(refused('No file system that is known is in it.'))
  const place = (from: number, to: number): ByteRange => ({
    offset: at.offset + from,
    length: to - from,
  })
  const { disk, problems } = openDisk(layers)
  let told = 0
  const space = await readFreeSpace(
    sliceSource(disk, at),
    fileSystem,
    (free) => {
      uses.inUse(place(told, free.offset))
      told = endOf(free)
    },
    run,
  ).catch(whereAbsent(NOT_IN_SKELETON))
  const [gap] = problems()
  if (gap !== undefined || !space.ok) return answer(gap === undefined ? space : refused(gap))
  uses.inUse(place(told, space.size))
  uses.unknown(place(space.size, at.length))
  return answer({ ...space, doubts: [...doubts, ...space.doubts] })
}

/** What is in use and what is not known, a bit each for each block. */
class BlockUses {
  readonly #blockSize: number
  readonly #inUse: UnitMap
  readonly #unknown: UnitMap

  constructor(size: number, blockSize: number) {
    this.#blockSize = blockSize
    const blocks = Math.ceil(size / blockSize)
    // Its units are blocks here.
    this.#inUse = new UnitMap(blocks * MIB)
    this.#unknown = new UnitMap(blocks * MIB)
  }

  inUse(range: ByteRange): void {
    this.#mark(this.#inUse, range)
  }

  unknown(range: ByteRange): void {
    this.#mark(this.#unknown, range)
  }

  #mark(map: UnitMap, range: ByteRange): void {
    if (range.length <= 0) return
    const first = Math.floor(range.offset / this.#blockSize)
    map.take(first, Math.ceil(endOf(range) / this.#blockSize) - first)
  }

  of(block: number): BlockUse {
    const isThere = block >= 0 && block < this.#unknown.count
    if (!isThere || !this.#unknown.isFree(block, 1)) return 'unknown'
    return this.#inUse.isFree(block, 1) ? 'free' : 'in-use'
  }
}
