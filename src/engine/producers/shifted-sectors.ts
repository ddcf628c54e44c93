/**
 * Sectors of the BAT that QEMU shifted, told by the log. Until its issue 727 was mended, QEMU filled
 * up a sector whose first entry it changed with what stands one entry further left: the first entry
 * came out right, all others one place to the right of where they belong, and the last one was lost.
 */

import type { ByteSource, Run } from '../bytes/byte-source.ts'
import { cached } from '../bytes/cached-source.ts'
import { batState, FULLY_PRESENT } from '../format/bat-entry.ts'
import { BAT_ENTRY_SIZE, LOG_SECTOR_SIZE } from '../format/layout.ts'
import type { Bat } from '../image/bat/bat.ts'
import { READ_AHEAD } from '../log/descriptors.ts'
import type { LogEntry, LogScan } from '../log/log.ts'
import { findRuns } from '../log/runs.ts'
import { readLoggedSector } from './logged-sector.ts'

/** The newest entries that are looked at: all of a log of 64 MiB. QEMU makes logs of 1 MiB. */
const MAX_ENTRIES = 2 ** 13

/** The first state with a place in the file. */

export interface ShiftedSector {
  /** In the file. */
  readonly offset: number
  /** Of its first entry. */
  readonly firstIndex: number
  /** The entries of the log that prove it: the last one before the shift, and the one that shifted. */
  readonly before: LogEntry
  readonly shifted: LogEntry
  /** The sector as it would be without the shift, 4 KiB. */
  readonly repaired: Uint8Array
  /** The sector as the newest entry of the log leaves it. */
  readonly logged: Uint8Array
  /** Whether a block that had a place was moved. */
  readonly movedBlocks: boolean
  /** Entries, by index, that had a place and were given another after the shift had hidden it. */
  readonly replaced: ReadonlyMap<number, bigint>
}

interface Track {
  entry: LogEntry
  bytes: Uint8Array
  shift: { before: LogEntry; shifted: LogEntry; repaired: Uint8Array; moved: boolean } | undefined
  readonly replaced: Map<number, bigint>
}

/**
 * Looks at entries that follow each other in the ring with consecutive sequence numbers, whatever
 * their LogGuids are: QEMU gives each of its entries another one. Reads at most 64 MiB. `source` has
 * the log. Of a sector that more than one run tells of, the one that is told last counts.
 */
export async function findShiftedSectors(
  source: ByteSource,
  scan: LogScan,
  bat: Bat,
  run?: Run,
): Promise<readonly ShiftedSector[]> {
  // Sectors of the log and of such a table would not be the same.
  if (bat.region.offset % LOG_SECTOR_SIZE > 0) return []
  const log = cached(source, READ_AHEAD)
  const valid = scan.entries.filter(({ status }) => status !== 'invalid')
  const found: ShiftedSector[] = []
  let left = MAX_ENTRIES
  for (const { entries } of findRuns(scan.region, valid)) {
    if (left === 0) break
    const looked = entries.slice(-left)
    left -= looked.length
    const tracks = new Map<number, Track>()
    for (const entry of looked) {
      run?.signal?.throwIfAborted()
      const logged = await readLoggedSector(log, scan.region, entry, bat.region)
      if (logged === 'elsewhere') continue
      if (logged === 'several') {
        collect(found, tracks, bat)
        tracks.clear()
        continue
      }
      follow(tracks, entry, logged.offset, logged.bytes)
    }
    collect(found, tracks, bat)
  }
  return found.sort((a, b) => a.offset - b.offset)
}

function follow(
  tracks: Map<number, Track>,
  entry: LogEntry,
  offset: number,
  bytes: Uint8Array,
): void {
  const track = tracks.get(offset)
  const [slot, another] = track ? differingEntries(track.bytes, bytes) : []
  const isShift = track !== undefined && another !== undefined && isShiftOf(track.bytes, bytes)
  // Nobody knows what QEMU would have made of a change of another kind.
  if (track === undefined || (another !== undefined && !isShift)) {
    tracks.set(offset, { entry, bytes, shift: undefined, replaced: new Map() })
    return
  }
  if (isShift) shift(track, entry, bytes)
  else if (slot !== undefined && track.shift) change(track, track.shift.repaired, slot, bytes)
  track.entry = entry
  track.bytes = bytes
}

function shift(track: Track, entry: LogEntry, bytes: Uint8Array): void {
  const moved = hasPlace(track.bytes)
  track.shift ??= { before: track.entry, shifted: entry, repaired: track.bytes.slice(), moved }
  track.shift.moved ||= moved
  change(track, track.shift.repaired, 0, bytes)
}

/** The entry at `slot` is as the log has it from now on. */
function change(track: Track, repaired: Uint8Array, slot: number, bytes: Uint8Array): void {
  const [old, now] = [entryAt(repaired, slot), entryAt(bytes, slot)]
  if (isPlaced(old) && old !== now) track.replaced.set(slot, old)
  const at = slot * BAT_ENTRY_SIZE
  repaired.set(bytes.subarray(at, at + BAT_ENTRY_SIZE), at)
}

function collect(found: ShiftedSector[], tracks: ReadonlyMap<number, Track>, bat: Bat): void {
  for (const [offset, { shift: proof, bytes, replaced }] of tracks) {
    if (proof === undefined) continue
    const firstIndex = (offset - bat.region.offset) / BAT_ENTRY_SIZE
    const { before, shifted, repaired, moved } = proof
    found.push({
      offset,
      firstIndex,
      before,
      shifted,
      repaired,
      logged: bytes,
      movedBlocks: moved,
      replaced: new Map([...replaced].map(([slot, value]) => [firstIndex + slot, value])),
    })
  }
}

/** Where two sectors differ, by entry: the first two of them. */
function differingEntries(a: Uint8Array, b: Uint8Array): readonly number[] {
  const slots: number[] = []
  for (let at = 0; at < LOG_SECTOR_SIZE && slots.length < 2; at++) {
    const slot = Math.floor(at / BAT_ENTRY_SIZE)
    if (a[at] !== b[at] && slots.at(-1) !== slot) slots.push(slot)
  }
  return slots
}

/** Whether `now` is `old` one entry further right, with another first entry. */
function isShiftOf(old: Uint8Array, now: Uint8Array): boolean {
  for (let at = BAT_ENTRY_SIZE; at < LOG_SECTOR_SIZE; at++) {
    if (now[at] !== old[at - BAT_ENTRY_SIZE]) return false
  }
  return true
}

function hasPlace(sector: Uint8Array): boolean {
  for (let slot = 0; slot < LOG_SECTOR_SIZE / BAT_ENTRY_SIZE; slot++) {
    if (isPlaced(entryAt(sector, slot))) return true
  }
  return false
}

export const entryAt = (sector: Uint8Array, slot: number): bigint =>
  new DataView(sector.buffer, sector.byteOffset).getBigUint64(slot * BAT_ENTRY_SIZE, true)

const isPlaced = (value: bigint): boolean =>
  batState(Number(value & 7n)) >= FULLY_PRESENT && value >> 20n > 0n
