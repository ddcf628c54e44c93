/** The files that the disk of the open file is read through: its own, and its parents as far as they are given. */
import type { Chain } from '../../engine/disk/chain/assemble-chain.ts'
import type { ChainReport } from '../../engine/disk/chain/chain-report.ts'
import { layersOf as layersAlone } from '../../engine/disk/layers.ts'
import type { Layers } from '../../engine/disk/map-chain.ts'
import { isDirty } from '../../engine/inspect/inspect.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import {
  FREE_AT_RISK,
  FREE_BEFORE_REPLAY,
  FREE_SALVAGED,
} from '../../engine/new-image/droppable.ts'
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

/** Whether somebody takes a risk with one of the parents. */
const isAtRisk = ({ chain }: OpenFile): boolean =>
  chain?.files.some(({ link }) => link?.accepted || link?.before || link?.salvaged) ?? false

/** Why nothing may be left out of a new image, whatever the guest’s file systems call free. */
export function whyFreeIsKept(file: OpenFile, state: State): string | undefined {
  const { before, update } = file.viewed
  if (isAtRisk(file)) return FREE_AT_RISK
  if (state === 'after' && update?.kind === 'salvage') return FREE_SALVAGED
  return (state === 'before' || !update) && isDirty(before) ? FREE_BEFORE_REPLAY : undefined
}

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
