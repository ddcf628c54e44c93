/** The look at what the guest has on its disk. */
import { lookAtGuest } from '../disk/guest-look.ts'
import type { Look } from './look.ts'

/**
 * Passes on the abort only. It reads blocks, which nothing else does for the verdict: of a file or a parent whose
 * blocks cannot be read any more the rest of the verdict holds, and whoever needs them is told. `undefined` then,
 * so that it counts as not looked at.
 */
export const lookAtGuestDisk: Look<'guest'> = async ({ layers }, run) => {
  try {
    return await lookAtGuest(layers, run)
  } catch (error) {
    run?.signal?.throwIfAborted()
    if (error instanceof TypeError) throw error
    return undefined
  }
}
