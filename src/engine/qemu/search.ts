/**
 * The search of QEMU's block/vhdx-log.c for entries to replay, as it is from 1.7 to 2025, with its
 * bugs. It is not the search of §2.3.3.
 */
import type { ByteSource, Run } from '../bytes/byte-source.ts'
import { NIL_GUID } from '../bytes/guid.ts'
import { Pace } from '../bytes/pace.ts'
import type { RuleId } from '../findings/rules.ts'
import { DESCRIPTOR_SIZE, LOG_SECTOR_SIZE } from '../format/layout.ts'
import { descriptorSectors } from '../format/log-entry.ts'
import type { LogEntry, LogScan } from '../log/log.ts'
import { advance } from '../log/ring.ts'
import { RingChecksums } from './ring-checksums.ts'
import { type QemuStop, stopAt } from './stop.ts'

/** Entries that QEMU chains. */
export interface QemuRun {
  /** In its order; one that fills the whole log comes twice. */
  readonly entries: readonly LogEntry[]
  /** The position behind the last one. */
  readonly end: number
}

/** A part of the ring that was jumped over because an entry in front of it has a bad checksum. */
export interface SkippedPart {
  readonly position: number
  readonly length: number
}

export interface QemuSearch {
  /** What would be replayed; `undefined` where nothing is, or where `stop` comes first. */
  readonly chosen: QemuRun | undefined
  readonly runs: readonly QemuRun[]
  /** Entries that were tried as the next of a run and did not follow: they never start one. */
  readonly broke: ReadonlySet<LogEntry>
  readonly skipped: readonly SkippedPart[]
  readonly stop: QemuStop | undefined
}

/** Checked by QEMU before the checksum, and fatal to the whole image. */
const DESCRIPTOR_RULES: readonly RuleId[] = [
  'log.descriptor-signature',
  'log.descriptor-sequence',
  'log.descriptor-unaligned',
  'log.zero-length-unaligned',
]
/** More do not fit into one sector: the second one is read over the first. */
const MOST_DESCRIPTORS = 126

/** As `vhdx_log_hdr_is_valid`. */
function hasSoundHeader({ header }: LogEntry, { region, guid }: LogScan): boolean {
  const { entryLength, sequenceNumber, logGuid, descriptorCount } = header
  return (
    guid !== NIL_GUID &&
    logGuid === guid &&
    entryLength <= region.length &&
    entryLength % LOG_SECTOR_SIZE === 0 &&
    sequenceNumber !== 0n &&
    descriptorCount * DESCRIPTOR_SIZE <= entryLength
  )
}

/** As `vhdx_log_search`: `scan` is of the log that QEMU reads, `source` what it was scanned from. */
export async function searchAsQemu(
  source: ByteSource,
  scan: LogScan,
  run?: Run,
): Promise<QemuSearch> {
  const { region } = scan
  const entries = new Map(scan.entries.map((entry) => [entry.position, entry]))
  const runs: QemuRun[] = []
  const broke = new Set<LogEntry>()
  const skipped: SkippedPart[] = []
  const visited = new Uint8Array(region.length / LOG_SECTOR_SIZE)
  let chosen: QemuRun | undefined
  let checksums: RingChecksums | undefined
  let position = 0
  const pace = new Pace(run)

  /** As `vhdx_validate_log_entry` behind an entry with the number `before`: moves on, whatever it finds. */
  async function validate(before: bigint): Promise<LogEntry | QemuStop | undefined> {
    const entry = entries.get(position)
    const start = position
    position = advance(region, position, LOG_SECTOR_SIZE)
    if (entry === undefined || !hasSoundHeader(entry, scan)) return undefined
    const { sequenceNumber, descriptorCount: count } = entry.header
    if (before > 0n && sequenceNumber !== BigInt.asUintN(64, before + 1n)) {
      broke.add(entry)
      return undefined
    }
    if (count > MOST_DESCRIPTORS) return stopAt('many-descriptors', { position: start, count })
    if (entry.reasons.some((rule) => DESCRIPTOR_RULES.includes(rule))) {
      return stopAt('descriptor', { position: start })
    }
    const length = lengthOf(entry)
    position = advance(region, start, length)
    if (await verifies(entry, length)) return entry
    skipped.push({ position: start, length })
    return undefined
  }

  /** QEMU does not care what the sectors of an entry say they are: another entry may begin inside. */
  async function verifies(
    { position: at, checksum, header }: LogEntry,
    length: number,
  ): Promise<boolean> {
    const { stored, computed } = checksum
    if (computed !== undefined && header.entryLength === length) return stored === computed
    checksums ??= await RingChecksums.read(source, region, run)
    return stored === (await checksums.ofEntry(at, length))
  }

  const result = (stop?: QemuStop): QemuSearch => ({
    chosen: stop ? undefined : chosen,
    runs,
    broke,
    skipped,
    stop,
  })

  for (;;) {
    if (pace.isDue()) await pace.rest()
    const start = position
    const slot = start / LOG_SECTOR_SIZE
    // What follows depends on the position alone: the second time here is the first of endlessly many.
    if (visited[slot] === 1) return result(stopAt('loop', { position: start }))
    visited[slot] = 1
    const first = await validate(0n)
    if (isStop(first)) return result(first)
    if (first) {
      const taken = [first]
      let end = position
      // The bug: the number of the first one is not handed on, and so the second is not compared.
      let before = 0n
      for (;;) {
        const next = await validate(before)
        if (isStop(next)) return result(next)
        if (next === undefined) break
        taken.push(next)
        end = position
        before = next.header.sequenceNumber
      }
      const found = { entries: taken, end }
      runs.push(found)
      if (!chosen || firstNumber(found) > firstNumber(chosen)) chosen = found
    }
    if (position < start) return result()
  }
}

const firstNumber = ({ entries }: QemuRun): bigint => entries[0]?.header.sequenceNumber ?? 0n

const isStop = (found: LogEntry | QemuStop | undefined): found is QemuStop =>
  found !== undefined && 'code' in found

/** Bytes that QEMU reads of an entry: never less than its descriptors. */
const lengthOf = ({ header: { entryLength, descriptorCount } }: LogEntry): number =>
  Math.max(entryLength, descriptorSectors(descriptorCount) * LOG_SECTOR_SIZE)
