/** What `dropFree` may leave out of a new image, and why not more. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { overlaps } from '../bytes/ranges.ts'
import { readGuestSpace, type VolumeSpace } from '../disk/guest-space.ts'
import type { Layers } from '../disk/map-chain.ts'
import { systemWords, volumeName } from '../volumes/volume-words.ts'
import { DROP_UNIT, type NewImageOptions } from './plan-new-image.ts'

export interface Droppable {
  /** `undefined` where nothing may be left out. */
  readonly free: NonNullable<NewImageOptions['dropFree']> | undefined
  /** A sentence or two for each volume of which nothing is left out. Text of the disk stands as it is. */
  readonly reasons: readonly string[]
}

/** Of a part of the disk. Reads partition tables and bitmaps. Never throws on content. */
export async function readDroppable(
  layers: Layers,
  range: ByteRange,
  run?: Run,
): Promise<Droppable> {
  const space = await readGuestSpace(layers, DROP_UNIT, run)
  const volumes = space.volumes.filter(({ at }) => overlaps(at, range))
  const kept = volumes.filter((volume) => whyKept(volume) !== '')
  const reasons = kept.map((volume) => `${nameOf(volume)}: ${whyKept(volume)}`)
  if (volumes.length === 0)
    reasons.push('No partition, and no file system that is known, is there.')
  return { free: kept.length < volumes.length ? space : undefined, reasons }
}

const nameOf = ({ partition, fileSystem }: VolumeSpace): string => {
  const system = fileSystem ? ` (${systemWords(fileSystem)})` : ''
  return `${volumeName(partition?.number)}${system} is kept as it is`
}

/** Sentences; none where its free space may be left out. */
const whyKept = ({ space }: VolumeSpace): string =>
  space.ok ? space.doubts.join(' ') : space.reason
