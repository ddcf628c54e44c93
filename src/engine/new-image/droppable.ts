/** What `dropFree` may leave out of a new image, and why not more. */
import type { ByteRange, Run } from '../bytes/byte-source.ts'
import { overlaps } from '../bytes/ranges.ts'
import { type GuestSpace, readGuestSpace, type VolumeSpace } from '../disk/guest-space.ts'
import type { Layers } from '../disk/map-chain.ts'
import { systemWords, volumeName } from '../guest/volumes/volume-words.ts'
import { DROP_UNIT, type NewImageOptions } from './plan-new-image.ts'

export interface Droppable {
  /** `undefined` where nothing may be left out. */
  readonly free: NonNullable<NewImageOptions['dropFree']> | undefined
  /** A sentence or two for each volume of which nothing is left out. Text of the disk stands as it is. */
  readonly reasons: readonly string[]
}

/** Why nothing may be left out where somebody takes a risk with a parent. */
export const FREE_AT_RISK =
  'Nobody can say what is free on a disk that is read at a risk: a parent was changed, or is read before its replay or salvaged.'

/** … where the log was not replayed. */
export const FREE_BEFORE_REPLAY =
  'Before its replay a disk may be torn, and nobody can say what of it is free.'

/** … where the image is shown as a salvage would leave it. */
export const FREE_SALVAGED = 'Nobody can say what is free on a disk that is salvaged.'

/** Of a part of the disk. Reads partition tables and bitmaps. Never throws on content. */
export const readDroppable = async (
  layers: Layers,
  range: ByteRange,
  run?: Run,
): Promise<Droppable> => droppableIn(await readGuestSpace(layers, DROP_UNIT, run), range)

/** `free` is `space` itself. */
export function droppableIn(space: GuestSpace, range: ByteRange): Droppable {
  const volumes = space.volumes.filter(({ at }) => overlaps(at, range))
  const kept = volumes.filter((volume) => whyKept(volume) !== '')
  const reasons = kept.map((volume) => `${nameOf(volume)} ${whyKept(volume)}`)
  if (volumes.length === 0)
    reasons.push('No partition, and no file system that is known, is there.')
  return { free: kept.length < volumes.length ? space : undefined, reasons }
}

const nameOf = ({ partition, fileSystem }: VolumeSpace): string => {
  const system = fileSystem ? ` (${systemWords(fileSystem)})` : ''
  return `${volumeName(partition?.number)}${system} is kept as it is.`
}

/** Sentences; none where its free space may be left out. */
const whyKept = ({ space }: VolumeSpace): string =>
  space.ok ? space.doubts.join(' ') : space.reason
