/**
 * The search for the active sequence as §2.3.3 puts it, step by step, slow and plain, over bytes in
 * memory. It shares nothing with the engine's scan, whose answer it checks.
 */

import { decodeGuid, type Guid } from '../engine/bytes/guid.ts'
import { crc32c } from '../engine/bytes/hash/crc32c.ts'

const SECTOR = 4096

interface ReferenceEntry {
  readonly position: number
  readonly length: number
  readonly tail: number
  readonly sequenceNumber: bigint
}

interface Sequence {
  readonly entries: ReferenceEntry[]
  /** Where the next entry would begin. */
  head: number
  sequenceNumber: bigint
}

/** The entries to be replayed, tail to head; empty where there is no active sequence. */
export function referenceScan(log: Uint8Array, guid: Guid): readonly ReferenceEntry[] {
  // 1. The candidate active sequence is empty, with a sequence number of zero.
  let candidate: Sequence = { entries: [], head: 0, sequenceNumber: 0n }
  let currentTail = 0
  let oldTail = 0
  for (;;) {
    // 2. The current sequence is empty, with its head at the current tail.
    const current: Sequence = { entries: [], head: currentTail, sequenceNumber: 0n }
    // 3. Extend it as long as a valid entry with the next number follows.
    for (;;) {
      const entry = referenceEntry(log, current.head, guid)
      if (entry === undefined) break
      const isNext = entry.sequenceNumber === current.sequenceNumber + 1n
      if (current.entries.length > 0 && !isNext) break
      current.entries.push(entry)
      current.sequenceNumber = entry.sequenceNumber
      current.head = (current.head + entry.length) % log.length
    }
    // 4. It is valid if the tail of its head entry is contained in it.
    const tail = current.entries.at(-1)?.tail
    const valid = current.entries.some(({ position }) => position === tail)
    // 5. A valid one with a greater number becomes the candidate.
    if (valid && current.sequenceNumber > candidate.sequenceNumber) candidate = current
    // 6. Go on behind it, or one sector further.
    currentTail = valid ? current.head : (currentTail + SECTOR) % log.length
    // 7. Stop when the ring has been covered. The text says "less than", which would never end where
    // one sequence fills the log and starts at 0.
    if (currentTail <= oldTail) break
    oldTail = currentTail
  }
  const tail = candidate.entries.at(-1)?.tail
  return candidate.entries.slice(candidate.entries.findIndex(({ position }) => position === tail))
}

/** The entry at a position, if it is valid in every respect of §2.3.1. */
export function referenceEntry(
  log: Uint8Array,
  position: number,
  guid: Guid,
): ReferenceEntry | undefined {
  const view = new DataView(log.buffer, log.byteOffset, log.length)
  const word = (at: number): number => view.getUint32(at % log.length, true)
  const long = (at: number): bigint => view.getBigUint64(at % log.length, true)
  const name = (at: number): string =>
    String.fromCharCode(...log.subarray(at % log.length, (at % log.length) + 4))

  if (name(position) !== 'loge') return undefined
  const length = word(position + 8)
  if (length === 0 || length % SECTOR !== 0 || length > log.length) return undefined
  const tail = word(position + 12)
  if (tail % SECTOR !== 0 || tail >= log.length) return undefined
  const sequenceNumber = long(position + 16)
  if (sequenceNumber === 0n) return undefined
  if (decodeGuid(view, position + 32) !== guid) return undefined

  const descriptorCount = word(position + 24)
  const descriptorBytes = Math.ceil((64 + descriptorCount * 32) / SECTOR) * SECTOR
  if (descriptorBytes > length) return undefined
  let dataSectors = 0
  for (let i = 0; i < descriptorCount; i++) {
    const at = position + 64 + i * 32
    if (name(at) === 'desc') dataSectors++
    else if (name(at) !== 'zero' || long(at + 8) % 4096n !== 0n) return undefined
    if (long(at + 16) % 4096n !== 0n) return undefined
    if (long(at + 24) !== sequenceNumber) return undefined
  }
  if (descriptorBytes + dataSectors * SECTOR !== length) return undefined
  for (let i = 0; i < dataSectors; i++) {
    const at = position + descriptorBytes + i * SECTOR
    if (name(at) !== 'data') return undefined
    const high = BigInt(word(at + 4))
    const low = BigInt(word(at + SECTOR - 4))
    if (high * 2n ** 32n + low !== sequenceNumber) return undefined
  }

  const bytes = new Uint8Array(length)
  for (let i = 0; i < length; i++) bytes[i] = log[(position + i) % log.length] ?? 0
  bytes.fill(0, 4, 8)
  if (crc32c(bytes) !== word(position + 4)) return undefined
  return { position, length, tail, sequenceNumber }
}
