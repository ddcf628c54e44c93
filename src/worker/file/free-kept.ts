/** Whether what the guest’s file systems call free may be left out at all. Apart from the layers, which the first screen needs. */
import { isDirty } from '../../engine/inspect/inspect.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import {
  FREE_AT_RISK,
  FREE_BEFORE_REPLAY,
  FREE_SALVAGED,
} from '../../engine/new-image/droppable.ts'
import type { OpenFile } from './open-file.ts'

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
