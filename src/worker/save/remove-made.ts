/** Takes back what a save has made in a folder of the user. */
import { nameOf } from '../errors.ts'

/** How often, and after how long each time, something is tried to be removed that is still locked. */
const REMOVALS = { tries: 20, pauseMs: 100 }

/** Gives what could not be removed: the browser lets go of a file a moment after its writer has been told to. */
export async function removeMade(
  folder: FileSystemDirectoryHandle,
  names: readonly string[],
): Promise<readonly string[]> {
  const left: string[] = []
  for (const name of names) if (!(await remove(folder, name))) left.push(name)
  return left
}

async function remove(folder: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  for (let tries = REMOVALS.tries; ; tries--) {
    try {
      await folder.removeEntry(name, { recursive: true })
      return true
    } catch (error) {
      if (nameOf(error) === 'NotFoundError') return true
      if (tries === 1 || nameOf(error) !== 'NoModificationAllowedError') return false
    }
    await new Promise((resolve) => setTimeout(resolve, REMOVALS.pauseMs))
  }
}
