/** What is the matter with the guest's disk in an image whose own bytes say nothing of it. */
import type { Examined } from '../examined.ts'
import type { Diagnosis } from '../verdict.ts'
import { fileSystemErrors } from './file-system-errors.ts'
import { initialisedOver } from './initialised-over.ts'
import { tableMoved } from './table-moved.ts'

/**
 * `isInOrder`: nothing else is wrong with the image. None of them is a fault of the image: all of its disk can be
 * read, so that they make it degraded at the worst, and where what was seen is usual for a disk of a machine that
 * was running, not even that.
 */
export function guestDiagnoses(
  { looks: { guest, random }, image }: Examined,
  isInOrder: boolean,
): readonly Diagnosis[] {
  if (!guest?.isWhole) return []
  return [
    // Where their beginnings look random, that tells of them.
    random ? undefined : initialisedOver(guest, image.geometry?.virtualDiskSize ?? 0),
    tableMoved(guest),
    fileSystemErrors(guest, isInOrder),
  ].filter((found) => found !== undefined)
}
