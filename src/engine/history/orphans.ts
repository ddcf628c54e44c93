/** Data sectors of which no entry survives, §2.3.1.4: they still hold their sequence number and 4084 bytes. */
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import { crc32c } from '../bytes/hash/crc32c.ts'
import { isZero } from '../bytes/is-zero.ts'
import { Pace, PIECE_BYTES, takeTurn } from '../bytes/pace.ts'
import { fieldRange } from '../bytes/struct.ts'
import { LOG_SECTOR_SIZE, MIB } from '../format/layout.ts'
import { dataSector } from '../format/log-entry.ts'
import { type LogEntry, type LogScan, SLOT_KINDS } from '../log/log.ts'
import { placeOf } from '../log/ring.ts'
import { fromHalves } from '../log/sequence-halves.ts'
import { RingOwners } from './ring-owners.ts'
import { isValid, type Session } from './sessions.ts'

const ORPHAN = SLOT_KINDS.indexOf('orphan-data')
const WINDOW = MIB
const { offset: HIGH } = fieldRange(dataSector, 'sequenceHigh', 0)
const { offset: LOW } = fieldRange(dataSector, 'sequenceLow', 0)
const SECTOR_WORK = LOG_SECTOR_SIZE / PIECE_BYTES
const MIDDLE = fieldRange(dataSector, 'data', 0)

/** How far from the numbers of a session a number is taken for one of the same use of the log. */
const NEAR = 2n ** 20n
/** The most bytes of the file that orphans are compared with. */
const MAX_COMPARED = 8 * MIB

export interface OrphanSector {
  readonly position: number
  /** Whether its 4084 bytes are all zero: then they are like many others. */
  readonly zero: boolean
  /** Where in the file the same 4084 bytes stand, in the middle of a sector that was compared. */
  readonly same: number | undefined
}

/** Orphans with one sequence number: mostly the data of one entry. */
export interface OrphanGroup {
  readonly sequenceNumber: bigint
  /** By position. */
  readonly sectors: readonly OrphanSector[]
  /** The session, as a place in the list, whose numbers are near; likely theirs, but they name no LogGuid. */
  readonly near: number | undefined
  /** The valid entry directly before the first sector: likely it was written over their entry. */
  readonly before: LogEntry | undefined
}

/** What the 4084 bytes of orphans are compared with: structures that the log is for. */
export type Compared = readonly ByteRange[]

/**
 * Reads the sectors that the scan found without an entry, by their number in order of position. The
 * cost is linear in the log's size.
 */
export async function readOrphans(
  source: ByteSource,
  scan: LogScan,
  { sessions, compared }: { readonly sessions: readonly Session[]; readonly compared: Compared },
  run?: Run,
): Promise<readonly OrphanGroup[]> {
  const { region, slots } = scan
  const groups = new Map<bigint, (OrphanSector & { readonly crc: number })[]>()
  const perWindow = WINDOW / LOG_SECTOR_SIZE
  for (let first = 0; first < slots.length; first += perWindow) {
    const part = slots.subarray(first, first + perWindow)
    if (!part.includes(ORPHAN)) continue
    await takeTurn(run)
    const start = first * LOG_SECTOR_SIZE
    const bytes = await source.read(placeOf(region, start), part.length * LOG_SECTOR_SIZE)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    for (const [index, kind] of part.entries()) {
      if (kind !== ORPHAN) continue
      const at = index * LOG_SECTOR_SIZE
      const number = fromHalves({
        high: view.getUint32(at + HIGH, true),
        low: view.getUint32(at + LOW, true),
      })
      const middle = middleOf(bytes, at)
      const sector = { position: start + at, zero: isZero(middle), same: undefined }
      const list = groups.get(number) ?? []
      list.push({ ...sector, crc: crc32c(middle) })
      groups.set(number, list)
    }
  }
  if (groups.size === 0) return []
  const wanted = new Set(
    [...groups.values()].flat().flatMap(({ zero, crc }) => (zero ? [] : [crc])),
  )
  const places = await findMiddles(source, compared, wanted, run)
  const owners = new RingOwners(region, scan.entries.filter(isValid))
  const nearest = nearestOf(sessions)
  const result: OrphanGroup[] = []
  const pace = new Pace(run)
  for (const [sequenceNumber, list] of groups) {
    const sectors: OrphanSector[] = []
    for (const { crc, ...sector } of list) {
      if (pace.isDue(SECTOR_WORK)) await pace.rest()
      sectors.push({ ...sector, same: await sameMiddle(source, region, sector, places.get(crc)) })
    }
    const slot = (list[0]?.position ?? 0) / LOG_SECTOR_SIZE
    const before = owners.at((slot + owners.slots - 1) % owners.slots)
    result.push({ sequenceNumber, sectors, near: nearest(sequenceNumber), before })
  }
  return result
}

const middleOf = (bytes: Uint8Array, at: number): Uint8Array =>
  bytes.subarray(at + MIDDLE.offset, at + MIDDLE.offset + MIDDLE.length)

/** The first sector of `compared` for each of the checksums that are wanted. */
async function findMiddles(
  source: ByteSource,
  compared: Compared,
  wanted: ReadonlySet<number>,
  run: Run | undefined,
): Promise<ReadonlyMap<number, number>> {
  const places = new Map<number, number>()
  let left = wanted.size > 0 ? MAX_COMPARED : 0
  for (const { offset, length } of compared) {
    const there = Math.min(length, source.size - offset, left)
    const whole = there - (there % LOG_SECTOR_SIZE)
    for (let done = 0; done < whole; done += WINDOW) {
      await takeTurn(run)
      const bytes = await source.read(offset + done, Math.min(WINDOW, whole - done))
      for (let at = 0; at < bytes.length; at += LOG_SECTOR_SIZE) {
        const crc = crc32c(middleOf(bytes, at))
        if (wanted.has(crc) && !places.has(crc)) places.set(crc, offset + done + at)
      }
    }
    left -= Math.max(0, whole)
  }
  return places
}

/** A checksum alone proves nothing. */
async function sameMiddle(
  source: ByteSource,
  region: ByteRange,
  { position, zero }: OrphanSector,
  place: number | undefined,
): Promise<number | undefined> {
  if (zero || place === undefined) return undefined
  const [orphan, there] = await Promise.all([
    source.read(placeOf(region, position) + MIDDLE.offset, MIDDLE.length),
    source.read(place + MIDDLE.offset, MIDDLE.length),
  ])
  return orphan.every((byte, i) => byte === there[i]) ? place : undefined
}

/** A function that gives the session with the greatest first number below, where that is near enough. */
function nearestOf(sessions: readonly Session[]): (number: bigint) => number | undefined {
  const ranges = sessions
    .flatMap(({ entries }, index) => {
      const [first, last] = [entries[0], entries.at(-1)]
      if (!first || !last) return []
      const { sequenceNumber: from } = first.header
      return [{ index, from: from - NEAR, to: last.header.sequenceNumber + NEAR }]
    })
    .sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0))
  return (number) => {
    let [low, high] = [0, ranges.length]
    while (low < high) {
      const middle = (low + high) >> 1
      if ((ranges[middle]?.from ?? number) < number) low = middle + 1
      else high = middle
    }
    const found = ranges[low - 1]
    return found && number < found.to ? found.index : undefined
  }
}
