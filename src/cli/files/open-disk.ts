/** The virtual disk of an image, for the commands that read it. */
import { type Chain, parentLayers } from '../../engine/disk/chain/assemble-chain.ts'
import type { Layers } from '../../engine/disk/map-chain.ts'
import type { Image } from '../../engine/image/image.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import { Failure } from '../failure.ts'
import type { Io } from '../io.ts'
import { printable } from '../printable.ts'
import type { OpenImage } from './read-image.ts'
import { isRefused, refuse, waysThatWork, waysWords } from './refusal.ts'

export interface OpenDisk {
  readonly layers: readonly [Image, ...Layers]
  /** Which reading of the image: that after the replay where there is something to replay. */
  readonly state: State
}

/**
 * The exit status instead, when the reason has been said. With `before` the disk of a refused image
 * is read, too, as far as there is one. Rejects with a `Failure` where there is none.
 */
export async function openDisk(
  opened: OpenImage,
  before: boolean,
  chain: Chain,
  io: Io,
): Promise<OpenDisk | number> {
  const { path, inspected } = opened
  const canBeRead = before && inspected.inspection.outcome === 'refused'
  if (isRefused(opened) && !canBeRead) return refuse(opened, io)
  const after = before ? undefined : inspected.update?.after
  const image = after ?? inspected.before
  if (image.bat === undefined) {
    const ways = waysWords(opened, await waysThatWork(opened, io))
    throw new Failure(`${printable(path)} has no block allocation table that can be read. ${ways}`)
  }
  return { layers: [image, ...parentLayers(chain)], state: after ? 'after' : 'before' }
}
