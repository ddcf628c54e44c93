/** What taking out a file, a folder and an archive have in common. */
import { utimes } from 'node:fs/promises'
import type { HashAlgorithm } from '../../engine/bytes/hash/hash-names.ts'
import type { Layers } from '../../engine/disk/map-chain.ts'
import { contentParts } from '../../engine/extract/content-parts.ts'
import type { Part } from '../../engine/extract/part.ts'
import type { FileItem } from '../../engine/extract/plan-extract.ts'
import type { VolumeFiles } from '../../engine/files/volume-files.ts'
import type { GuestTime, Stat } from '../../engine/guest/guest-files.ts'
import type { Sources } from '../images/make-image.ts'
import type { Io } from '../io.ts'
import type { Tally } from './tally.ts'

export interface ExtractJob {
  readonly layers: Layers
  readonly volume: VolumeFiles
  readonly sources: Sources
  /** Of each new file; none: no hash. */
  readonly algorithm: HashAlgorithm | undefined
  readonly tally: Tally
}

/** The content of a file, of which `tally` is told what is unreadable. */
export async function* partsOf(
  { layers, volume, tally }: ExtractJob,
  item: FileItem,
  { signal, pause }: Io,
): AsyncGenerator<Part> {
  let offset = 0
  for await (const part of contentParts({ layers, ...volume }, item, { signal, pause })) {
    const { length } = part
    if (part.kind === 'unreadable')
      tally.unreadable({ of: item, offset, length, reason: part.reason })
    yield part
    offset += length
  }
}

/** Where the file system of this machine has such times; what it cannot have is left as it is. */
export async function setTimes(
  path: string,
  { times }: Pick<Stat, 'times'>,
  set: typeof utimes = utimes,
): Promise<void> {
  const { modified, accessed = modified } = times
  if (modified && accessed)
    await set(path, asDate(accessed), asDate(modified)).catch(() => undefined)
}

/** To the millisecond, towards the past. A time without a zone is taken for one in UTC. */
const asDate = ({ nanoseconds }: GuestTime): Date => {
  const rest = ((nanoseconds % 1_000_000n) + 1_000_000n) % 1_000_000n
  return new Date(Number((nanoseconds - rest) / 1_000_000n))
}
