/** The replay of QEMU's block/vhdx-log.c, as it is from 1.7 to 2025: what it writes, and how far it comes. */

import { type ByteSource, position, type Run } from '../bytes/byte-source.ts'
import { cached } from '../bytes/cached-source.ts'
import { Pace } from '../bytes/pace.ts'
import { fieldRange } from '../bytes/struct.ts'
import { DESCRIPTOR_SIZE, LOG_SECTOR_SIZE, MIB } from '../format/layout.ts'
import {
  dataSector,
  descriptorOffset,
  type LogEntryHeader,
  logEntryHeader,
  zeroDescriptor,
} from '../format/log-entry.ts'
import { READ_AHEAD } from '../log/descriptors.ts'
import type { LogEntry, LogRegion } from '../log/log.ts'
import { MAX_WRITES } from '../log/replay-writes.ts'
import { advance } from '../log/ring.ts'
import { DATA_DESCRIPTOR_WORD } from '../log/signatures.ts'
import type { Step } from '../update/step.ts'
import { MAX_OFFSET } from './open-checks.ts'
import { HeaderPair, type QemuHeaders, type QemuIds } from './qemu-headers.ts'
import { RingOverlay } from './ring-overlay.ts'
import type { QemuRun } from './search.ts'
import { type QemuStop, stopAt } from './stop.ts'

export interface QemuReplay {
  /** All that is written, until it stops where it does. */
  readonly steps: readonly Step[]
  /** Of the file afterwards: QEMU can make a file shorter than it has just written. */
  readonly size: number
  /** Entries that are replayed to their end, in order. */
  readonly done: readonly LogEntry[]
  readonly stop: QemuStop | undefined
}

/** What it can say of a size. */
const SIZE_UNIT = 512n
const MAX_SIZE = 2n ** 63n - 1n
/** Sectors that are zeroed one by one, each made stable: hours at the speed of any disk. */
const MOST_ZERO_SECTORS = 2n ** 24n

const { offset: SEQUENCE_HIGH } = fieldRange(dataSector, 'sequenceHigh', 0)
const { offset: SEQUENCE_LOW } = fieldRange(dataSector, 'sequenceLow', 0)

interface ReplayedByQemu {
  /** The file as it is, with zeros behind its end at `size`. */
  readonly source: ByteSource
  readonly size: number
  readonly region: LogRegion
  readonly headers: QemuHeaders
  readonly chosen: QemuRun
}

/** As `vhdx_log_flush`. */
export async function replayAsQemu(
  replayed: ReplayedByQemu,
  ids: QemuIds,
  run?: Run,
): Promise<QemuReplay> {
  const { source, headers, chosen } = replayed
  const replaying = new Replaying(replayed)
  const pair = new HeaderPair(headers)
  const { fileWriteGuid, dataWriteGuids } = ids
  replaying.steps.push(
    ...(await pair.update(fileWriteGuid, { dataWriteGuids }, (at, length) =>
      source.read(at, length),
    )),
  )
  replaying.growTo(...replaying.steps)
  const done: LogEntry[] = []
  const pace = new Pace(run)
  let stop: QemuStop | undefined
  let at = chosen.entries[0]?.position ?? 0
  for (const entry of chosen.entries) {
    if (pace.isDue(entry.header.descriptorCount)) await pace.rest()
    const next = await replaying.entry(at, headers)
    if (typeof next !== 'number') {
      stop = next
      break
    }
    done.push(entry)
    at = next
  }
  if (!stop) {
    replaying.steps.push({ kind: 'flush' })
    const closing = await pair.update(fileWriteGuid, { clearLog: true }, (offset, length) =>
      replaying.readHeader(offset, length),
    )
    replaying.steps.push(...closing)
    replaying.growTo(...closing)
  }
  return { steps: replaying.steps, size: replaying.size, done, stop }
}

class Replaying {
  readonly steps: Step[] = []
  size: number
  readonly #log: RingOverlay
  readonly #region: LogRegion
  /** The position at which QEMU takes the log for read. */
  readonly #end: number
  #zeroSectors = 0n

  constructor({ source, size, region, chosen }: ReplayedByQemu) {
    this.size = size
    this.#region = region
    this.#end = chosen.end
    this.#log = new RingOverlay(cached(source, READ_AHEAD), size, region, this.steps)
  }

  /** The header section as the steps so far have left it. */
  readHeader(offset: number, length: number): Promise<Uint8Array> {
    return this.#log.readWritten(offset, length)
  }

  /** The file is at least as long as what is written into it. */
  growTo(...steps: readonly Step[]): void {
    for (const step of steps) {
      if (step.kind !== 'write' || step.content.kind !== 'bytes') continue
      this.size = Math.max(this.size, step.offset + step.content.bytes.length)
    }
  }

  /** Obeys the entry at `start`; gives the position behind it, or why it stops. */
  async entry(start: number, { values }: QemuHeaders): Promise<number | QemuStop> {
    if (start === this.#end) return stopAt('full-ring', { position: start })
    const sector = await this.#log.readSector(start)
    const entry = logEntryHeader.decode(sector)
    const length = (BigInt(this.size) + SIZE_UNIT - 1n) & -SIZE_UNIT
    if (entry.flushedFileOffset > length) {
      const { flushedFileOffset: flushed } = entry
      return stopAt('flushed', { position: start, flushed, size: this.size })
    }
    if (!isStillEntry(entry, values.logGuid, this.#region)) {
      return stopAt('lost-entry', { position: start })
    }
    const stop = isStillDescribed(sector, entry)
      ? undefined
      : stopAt('descriptor', { position: start })
    if (stop) return stop
    const end = await this.#descriptors(start, sector, entry)
    if (typeof end !== 'number') return end
    return length < entry.lastFileOffset ? (this.#resize(start, entry.lastFileOffset) ?? end) : end
  }

  async #descriptors(
    start: number,
    sector: Uint8Array,
    entry: LogEntryHeader,
  ): Promise<number | QemuStop> {
    const view = new DataView(sector.buffer, sector.byteOffset, sector.length)
    let next = advance(this.#region, start, LOG_SECTOR_SIZE)
    for (let index = 0; index < entry.descriptorCount; index++) {
      const at = descriptorOffset(index)
      const { fileOffset, zeroLength, reserved } = zeroDescriptor.decode(sector, at)
      const cause = { kind: 'descriptor', entry: start, index } as const
      if (this.steps.length > MAX_WRITES) return stopAt('too-many-writes', { limit: MAX_WRITES })
      if (view.getUint32(at, true) !== DATA_DESCRIPTOR_WORD) {
        const stop = this.#zero(start, index, fileOffset, zeroLength)
        if (stop) return stop
        continue
      }
      if (next === this.#end) return stopAt('data-missing', { position: start })
      const data = await this.#log.readSector(next)
      const numbers = new DataView(data.buffer, data.byteOffset, data.length)
      const high = BigInt(numbers.getUint32(SEQUENCE_HIGH, true))
      const low = BigInt(numbers.getUint32(SEQUENCE_LOW, true))
      if (((high << 32n) | low) !== entry.sequenceNumber) {
        return stopAt('data-sequence', { position: start, index })
      }
      const offset = this.#place(start, index, fileOffset, BigInt(LOG_SECTOR_SIZE))
      if (typeof offset !== 'number') return offset
      // Both kinds of descriptor have their two special fields in the same places.
      const edges = { leadingBytes: zeroLength, trailingBytes: reserved }
      const content = this.#log.contentOf(next, data, edges)
      this.#log.push({ kind: 'write', offset, content, cause })
      this.size = Math.max(this.size, offset + LOG_SECTOR_SIZE)
      next = advance(this.#region, next, LOG_SECTOR_SIZE)
    }
    return next
  }

  #zero(start: number, index: number, fileOffset: bigint, length: bigint): QemuStop | undefined {
    if (length === 0n) return undefined
    this.#zeroSectors += length / BigInt(LOG_SECTOR_SIZE)
    const offset = this.#place(start, index, fileOffset, length)
    if (typeof offset !== 'number') return offset
    if (this.#zeroSectors > MOST_ZERO_SECTORS)
      return stopAt('zero-run', { position: start, length })
    const size = Number(length)
    const cause = { kind: 'descriptor', entry: start, index } as const
    this.#log.push({ kind: 'write', offset, content: { kind: 'zeros', length: size }, cause })
    this.size = Math.max(this.size, offset + size)
    return undefined
  }

  #place(start: number, index: number, offset: bigint, length: bigint): number | QemuStop {
    if (offset + BigInt(LOG_SECTOR_SIZE) > MAX_OFFSET) {
      return stopAt('write-place', { position: start, index, offset })
    }
    const place = position(offset + length) === undefined ? undefined : position(offset)
    return place ?? stopAt('beyond-prediction', { position: start })
  }

  /**
   * The bug: where LastFileOffset is a multiple of 1 MiB, the file stays as it is; else it is set to
   * the next one, even if what has just been written reaches further, and past 2^64 to nothing at all.
   */
  #resize(start: number, last: bigint): QemuStop | undefined {
    const unit = BigInt(MIB)
    if (last % unit === 0n) return undefined
    const wanted = BigInt.asUintN(64, last + unit - 1n) & ~(unit - 1n)
    if (wanted > MAX_SIZE) return stopAt('file-size', { position: start })
    const size = position(wanted)
    if (size === undefined) return stopAt('beyond-prediction', { position: start })
    const cause = { kind: 'last-file-offset', entry: start } as const
    if (size < this.size) {
      const content = { kind: 'zeros', length: this.size - size } as const
      this.#log.push({ kind: 'write', offset: size, content, cause })
    } else this.steps.push({ kind: 'extend', size, cause })
    this.size = size
    return undefined
  }
}

/** The log may have written over itself since the search. */
function isStillEntry(
  { signature, entryLength, sequenceNumber, logGuid, descriptorCount }: LogEntryHeader,
  guid: string,
  region: LogRegion,
): boolean {
  return (
    signature === 'loge' &&
    entryLength <= region.length &&
    entryLength % LOG_SECTOR_SIZE === 0 &&
    sequenceNumber !== 0n &&
    logGuid === guid &&
    descriptorCount * DESCRIPTOR_SIZE <= entryLength
  )
}

function isStillDescribed(sector: Uint8Array, entry: LogEntryHeader): boolean {
  if (descriptorOffset(entry.descriptorCount) > LOG_SECTOR_SIZE) return false
  for (let index = 0; index < entry.descriptorCount; index++) {
    const { signature, fileOffset, zeroLength, sequenceNumber } = zeroDescriptor.decode(
      sector,
      descriptorOffset(index),
    )
    const unit = BigInt(LOG_SECTOR_SIZE)
    const isKnown = signature === 'desc' || (signature === 'zero' && zeroLength % unit === 0n)
    if (!isKnown || fileOffset % unit !== 0n || sequenceNumber !== entry.sequenceNumber)
      return false
  }
  return true
}
