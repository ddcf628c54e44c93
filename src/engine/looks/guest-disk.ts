/** The look at what the guest has on its disk. */
import { lookAtGuest } from '../disk/guest-look.ts'
import type { Look } from './look.ts'

/**
 * It reads blocks, which nothing else does for the verdict: of a file or a parent whose blocks cannot be read
 * any more the rest of the verdict holds. `undefined` where the caller says so of an error, so that it counts
 * as not looked at.
 */
export const lookAtGuestDisk: Look<'guest'> = async ({ layers, forgives }, run) => {
  try {
    return await lookAtGuest(layers, run)
  } catch (error) {
    run?.signal?.throwIfAborted()
    if (forgives?.(error)) return undefined
    throw error
  }
}
