/** Which blocks `--drop-free` may leave out, and why not more. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import { overlaps } from '../../engine/bytes/ranges.ts'
import { readGuestSpace, type VolumeSpace } from '../../engine/disk/guest-space.ts'
import type { Layers } from '../../engine/disk/map-chain.ts'
import { DROP_UNIT, type NewImageOptions } from '../../engine/new-image/plan-new-image.ts'
import { systemWords, volumeName } from '../../engine/volumes/volume-words.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'

export interface Droppable {
  /** `undefined` where nothing may be left out. */
  readonly free: NonNullable<NewImageOptions['dropFree']> | undefined
  /** A line for each volume of which nothing is left out. */
  readonly reasons: string
}

/** Of a part of the disk. */
export async function readDroppable(
  layers: Layers,
  range: ByteRange,
  { signal, pause }: Io,
): Promise<Droppable> {
  const space = await readGuestSpace(layers, DROP_UNIT, { signal, pause })
  const volumes = space.volumes.filter(({ at }) => overlaps(at, range))
  const kept = volumes.filter((volume) => whyKept(volume) !== '')
  const reasons = kept.map((volume) => `${nameOf(volume)}: ${printable(whyKept(volume))}\n`)
  if (volumes.length === 0)
    reasons.push('No partition, and no file system that is known, is there.\n')
  return {
    free: kept.length < volumes.length ? space : undefined,
    reasons: reasons.join(''),
  }
}

const nameOf = ({ partition, fileSystem }: VolumeSpace): string => {
  const system = fileSystem ? ` (${printable(systemWords(fileSystem))})` : ''
  return `${volumeName(partition?.number)}${system} is kept as it is`
}

/** Sentences; none where its free space may be left out. */
const whyKept = ({ space }: VolumeSpace): string =>
  space.ok ? space.doubts.join(' ') : space.reason
