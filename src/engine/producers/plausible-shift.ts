/**
 * A sector of the BAT that QEMU has shifted (its issue 727), put back without its log: by the entries of
 * sector bitmaps in it, and by the order in which QEMU gives places, which is that of time.
 */
import type { ByteSource, Run } from '../bytes/byte-source.ts'
import { takeTurn } from '../bytes/pace.ts'
import { batFileOffsetMB, batState, FULLY_PRESENT, PAYLOAD_STATES } from '../format/bat-entry.ts'
import { batIndexKind, blockIndex } from '../format/bat-index.ts'
import { BAT_ENTRY_SIZE, LOG_SECTOR_SIZE, MIB } from '../format/layout.ts'
import type { Bat } from '../image/bat/bat.ts'
import { tableSize } from './bat-repair.ts'

const ENTRIES = LOG_SECTOR_SIZE / BAT_ENTRY_SIZE
const ZERO = PAYLOAD_STATES.indexOf('zero')

export interface PlausibleShift {
  /** The sector as it was most likely meant, 4 KiB. */
  readonly repaired: Uint8Array
  /** Entries of payload blocks, by index, that the shift, or a write behind it, has lost: ZERO in `repaired`. */
  readonly lost: readonly number[]
  /** How many blocks have a place that belongs to another one. */
  readonly moved: number
}

export interface ShiftedPlace extends PlausibleShift {
  /** Of the sector in the file. */
  readonly offset: number
}

/** Each sector of the table of which it is likely, in order. Reads all of it, a MiB at a time. */
export async function* plausibleShifts(
  source: ByteSource,
  bat: Bat,
  run?: Run,
): AsyncGenerator<ShiftedPlace, void, undefined> {
  const { offset } = bat.region
  const size = Math.min(tableSize(bat), source.size - offset)
  for (let done = 0; done < size; done += MIB) {
    await takeTurn(run)
    const bytes = await source.read(offset + done, Math.min(MIB, size - done))
    for (let at = 0; at + LOG_SECTOR_SIZE <= bytes.length; at += LOG_SECTOR_SIZE) {
      const sector = bytes.subarray(at, at + LOG_SECTOR_SIZE)
      const shift = plausibleShift(bat, sector, (done + at) / BAT_ENTRY_SIZE)
      if (shift) yield { ...shift, offset: offset + done + at }
    }
  }
}

/**
 * `sector` is in force, `first` the index of its first entry. The write of that entry shifted the others by
 * one; places behind its own were given later, and stand where they belong. `undefined` where there is no
 * entry of a sector bitmap to tell it by, or where one contradicts it.
 */
export function plausibleShift(
  { geometry }: Bat,
  sector: Uint8Array,
  first: number,
): PlausibleShift | undefined {
  const view = new DataView(sector.buffer, sector.byteOffset, sector.length)
  const end = blockIndex(geometry, geometry.payloadBlocks - 1) + 1
  const unit = (slot: number): number => {
    const low = view.getUint32(slot * BAT_ENTRY_SIZE, true)
    if (batState(low) !== FULLY_PRESENT) return 0
    return batFileOffsetMB(low, view.getUint32(slot * BAT_ENTRY_SIZE + 4, true))
  }
  const isZero = (slot: number): boolean => view.getBigUint64(slot * BAT_ENTRY_SIZE, true) === 0n
  const isBitmap = (slot: number): boolean =>
    batIndexKind(geometry, first + slot) === 'sector-bitmap'
  const shiftedAt = unit(0)
  if (shiftedAt === 0 || isBitmap(0)) return undefined
  const isLate = (slot: number): boolean => unit(slot) > shiftedAt
  const repaired = sector.slice()
  const into = new DataView(repaired.buffer)
  const lost: number[] = []
  let [slots, moved] = [0, 0]
  // What the first entry was before: a block that had no place.
  if (unit(1) > 0 && !isLate(1)) return undefined
  for (let slot = 1; slot < ENTRIES; slot++) {
    if (isLate(slot)) {
      if (isBitmap(slot)) return undefined
      continue
    }
    if (unit(slot) > 0) moved++
    const from = slot + 1
    const isKnown = from < ENTRIES && !isLate(from)
    const isPayload = !isBitmap(slot) && first + slot < end
    if (isBitmap(slot) && first + slot < end) {
      const state = batState(view.getUint32(slot * BAT_ENTRY_SIZE, true))
      // Behind it stands what belongs to it: nothing.
      if ((state !== ZERO && state !== FULLY_PRESENT) || (isKnown && !isZero(from)))
        return undefined
      slots++
    }
    if (isPayload && !isKnown) lost.push(first + slot)
    const value = isKnown
      ? view.getBigUint64(from * BAT_ENTRY_SIZE, true)
      : BigInt(isPayload ? ZERO : 0)
    into.setBigUint64(slot * BAT_ENTRY_SIZE, value, true)
  }
  return slots > 0 ? { repaired, lost, moved } : undefined
}
