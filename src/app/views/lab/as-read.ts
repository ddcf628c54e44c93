/** What the scan of the log makes of each entry of the recipe. */
import type { LogEntry } from '../../../engine/log/log.ts'
import type { PlacedEntry } from '../../../worker/protocol/recipe.ts'

/**
 * For each entry of a recipe the one that the log has where it was put, or `undefined`: its header was
 * not written, or something has been written over it.
 */
export function entriesAsRead(
  placed: readonly PlacedEntry[],
  entries: readonly LogEntry[],
): readonly (LogEntry | undefined)[] {
  const owners = new Map<LogEntry, number>()
  for (const entry of entries) {
    const here = placed.flatMap(({ position }, index) =>
      position === entry.position ? [index] : [],
    )
    const isIt = (index: number) => placed[index]?.sequenceNumber === entry.header.sequenceNumber
    // A fault may have changed the number; then it is of the one that was written last.
    const owner = here.findLast(isIt) ?? here.at(-1)
    if (owner !== undefined) owners.set(entry, owner)
  }
  const byOwner = new Map([...owners].map(([entry, owner]) => [owner, entry]))
  return placed.map((_, index) => byOwner.get(index))
}
