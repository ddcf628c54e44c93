/** What lies in a slot of the log, in words: for the slider over the strip. */

import { formatCount } from '../../../engine/bytes/format.ts'
import { LOG_SECTOR_SIZE } from '../../../engine/format/layout.ts'
import { descriptorSectors } from '../../../engine/format/log-entry.ts'
import type { LogReport } from '../../../engine/inspect/inspection.ts'
import { type LogEntry, SLOT_KINDS, type SlotKind } from '../../../engine/log/log.ts'
import { entryCountWords } from '../../../engine/log/status-words.ts'

export const SLOT_NAMES: Readonly<Record<SlotKind, string>> = {
  unused: 'Unused',
  active: 'Active',
  superseded: 'Superseded',
  stale: 'Stale',
  invalid: 'Invalid',
  'orphan-data': 'Orphan data',
}

export const stripSummary = ({ entryCounts }: LogReport): string =>
  `The log as a strip: ${entryCountWords(entryCounts)}.`

/** Which slot of the entry it is, from 0; `undefined` outside. Entries wrap around the end of the log. */
function partOf({ position, length }: LogEntry, slot: number, slots: number): number | undefined {
  const part = (slot - position / LOG_SECTOR_SIZE + slots) % slots
  return part < length / LOG_SECTOR_SIZE ? part : undefined
}

function partName({ header, status }: LogEntry, part: number): string {
  if (part === 0) return 'entry header'
  // What an invalid entry says about itself is not to be trusted.
  if (status === 'invalid') return `sector ${part + 1}`
  const descriptors = descriptorSectors(header.descriptorCount)
  return part < descriptors ? `descriptor sector ${part + 1}` : `data sector ${part - descriptors}`
}

export function slotWords(slots: Uint8Array, slot: number, entry: LogEntry | undefined): string {
  const place = `slot ${formatCount(slot + 1)} of ${formatCount(slots.length)}`
  const part = entry && partOf(entry, slot, slots.length)
  if (!entry || part === undefined) {
    const kind = SLOT_KINDS[slots[slot] ?? 0] ?? 'unused'
    return `${place}, ${SLOT_NAMES[kind].toLowerCase()}`
  }
  return `${place}, entry ${entry.header.sequenceNumber}, ${entry.status}, ${partName(entry, part)}`
}

/** The entry of `entries` that takes the slot; of several the one that is replayed. */
export function entryAtSlot(
  entries: readonly LogEntry[],
  slot: number,
  slots: number,
): LogEntry | undefined {
  const taking = entries.filter((entry) => partOf(entry, slot, slots) !== undefined)
  return taking.find(({ status }) => status === 'active') ?? taking.at(-1)
}
