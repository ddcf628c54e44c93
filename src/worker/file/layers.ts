/** The files that the disk of the open file is read through: its own, and its parents as far as they are given. */
import type { Chain } from '../../engine/disk/chain/assemble-chain.ts'
import type { ChainReport } from '../../engine/disk/chain/chain-report.ts'
import { layersOf as layersAlone } from '../../engine/disk/layers.ts'
import type { Layers } from '../../engine/disk/map-chain.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import type { CurrentFile } from './current-file.ts'
import type { OpenFile } from './open-file.ts'

export interface Parents {
  /** Nearest first; ends with `undefined` where one is missing. */
  readonly layers: Layers
  /** The same for what a salvage makes of the file, which may name another parent. */
  readonly layersAfter: Layers
  readonly report: ChainReport
  readonly chain: Chain
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

/** As they were put in order; `undefined` until parents have been looked for. */
export const assembledOf = (file: OpenFile): Chain | undefined => parents.get(file)?.chain

/** `state` is that of the open file; its parents are always read after their own replay. */
export function layersOf({ file }: CurrentFile, state: State): Layers {
  const { before, update } = file.viewed
  const found = parents.get(file)
  if (state === 'after' && update) {
    return found ? [update.after, ...found.layersAfter] : layersAlone(update.after)
  }
  return found ? [before, ...found.layers] : layersAlone(before)
}
