/** How updates are shared out to entries, and entries to rounds that fit the ring. */
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import { type EntryUpdate, entryLength } from '../log/encode-entry.ts'
import { LogFullError } from './errors.ts'

/** Entries that are in the log at the same time, each with its updates. */
export type Round = readonly (readonly EntryUpdate[])[]

/** Descriptors that one sector holds behind the header: what QEMU can read (§2.3.1). */
const DESCRIPTORS_OF_ONE_SECTOR = 126

/**
 * The most bytes that the entries of one sequence may take: one sector stays open, so that a ring
 * that is full differs from one that is empty, as QEMU has it.
 */
export const capacityOf = (ringLength: number): number => ringLength - LOG_SECTOR_SIZE

/**
 * One entry where it fits, which makes the updates hold together through every crash. Else, where
 * they are `divisible`, entries of at most one descriptor sector, in rounds that leave room for the
 * two checkpoints around them. Throws a `LogFullError`.
 */
export function planRounds(
  updates: readonly EntryUpdate[],
  ringLength: number,
  divisible: boolean,
): readonly Round[] {
  const needed = entryLength(updates)
  const available = capacityOf(ringLength)
  if (needed <= available) return [[updates]]
  if (!divisible) throw new LogFullError(needed, available)
  const room = available - 2 * LOG_SECTOR_SIZE
  const limits = { length: room, count: DESCRIPTORS_OF_ONE_SECTOR }
  const entries = fill(updates, limits, (list) => entryLength(list))
  const total = (list: Round): number => list.reduce((sum, entry) => sum + entryLength(entry), 0)
  return fill(entries, { length: room, count: entries.length }, total)
}

/** Shares `items` out in order, to lists of at most `count` whose length is at most `length`. */
function fill<T>(
  items: readonly T[],
  { length, count }: { readonly length: number; readonly count: number },
  lengthOf: (list: readonly T[]) => number,
): readonly (readonly T[])[] {
  const lists: T[][] = []
  let open: T[] = []
  for (const item of items) {
    if (open.length > 0 && (open.length === count || lengthOf([...open, item]) > length)) {
      lists.push(open)
      open = []
    }
    open.push(item)
  }
  return open.length > 0 ? [...lists, open] : lists
}
