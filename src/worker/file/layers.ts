/** The files that the disk of the open file is read through: its own, and its parents as far as they are given. */
import type { ChainReport } from '../../engine/disk/chain/chain-report.ts'
import { layersOf as layersAlone } from '../../engine/disk/layers.ts'
import type { Layers } from '../../engine/disk/map-chain.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import type { CurrentFile } from './current-file.ts'
import type { OpenFile } from './open-file.ts'

export interface Parents {
  /** Nearest first; ends with `undefined` where one is missing. */
  readonly layers: Layers
  readonly report: ChainReport
}

/** By the file that is open, so that they are forgotten with it. */
const parents = new WeakMap<OpenFile, Parents>()

export function setParents(file: OpenFile, found: Parents): void {
  parents.set(file, found)
  file.chain = found.report
}

/** `undefined` until parents have been looked for. */
export const chainOf = (file: OpenFile): ChainReport | undefined => file.chain

/** Behind the open file, nearest first; `undefined` until they have been looked for. */
export const parentsOf = (file: OpenFile): Layers | undefined => parents.get(file)?.layers

/** `state` is that of the open file; its parents are always read after their own replay. */
export function layersOf({ file }: CurrentFile, state: State): Layers {
  const { before, update } = file.viewed
  const own = state === 'after' && update ? update.after : before
  const found = parents.get(file)
  return found ? [own, ...found.layers] : layersAlone(own)
}
