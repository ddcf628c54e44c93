/** The block allocation table, §2.5: where it is, how its indices work, and entries by window. */
import type { ByteRange, ByteSource } from '../../bytes/byte-source.ts'
import { endOf } from '../../bytes/ranges.ts'
import { type Finding, finding } from '../../findings/finding.ts'
import {
  batEntry,
  PAYLOAD_STATES,
  type PayloadState,
  SECTOR_BITMAP_STATES,
  type SectorBitmapState,
} from '../../format/bat-entry.ts'
import { batEntryRange, batIndexKind, blockOfIndex, chunkOfIndex } from '../../format/bat-index.ts'
import { BAT_ENTRY_SIZE } from '../../format/layout.ts'
import type { Geometry } from '../metadata/geometry.ts'

export type BatEntry =
  | {
      readonly kind: 'payload'
      /** In the table. */
      readonly index: number
      /** Of the virtual disk. In a differencing disk it may lie behind the disk's last block. */
      readonly block: number
      readonly state: PayloadState
      readonly fileOffsetMB: number
      readonly reserved: number
    }
  | {
      readonly kind: 'sector-bitmap'
      readonly index: number
      readonly chunk: number
      readonly state: SectorBitmapState
      readonly fileOffsetMB: number
      readonly reserved: number
    }

/** How many entries are in each state; states of the format are always there, reserved ones if any. */
export interface BatCensus {
  readonly payload: Readonly<Partial<Record<PayloadState, number>>>
  readonly sectorBitmap: Readonly<Partial<Record<SectorBitmapState, number>>>
}

export interface Bat {
  readonly region: ByteRange
  readonly geometry: Geometry
  /** How many entries can be read: `geometry.batEntries`, or fewer where region or file end before. */
  readonly count: number
}

export interface BatPlace {
  readonly bat: Bat
  readonly findings: readonly Finding[]
}

/** What of the BAT can be read. Reads nothing. */
export function openBat(region: ByteRange, geometry: Geometry, fileSize: number): BatPlace {
  const needed = geometry.batEntries
  const held = Math.floor(region.length / BAT_ENTRY_SIZE)
  return {
    bat: batIn({ region, geometry }, fileSize),
    findings: held < needed ? [finding('bat.region-too-small', region, { needed, held })] : [],
  }
}

/** The table as far as a file of `fileSize` has it: a replay that stops early may leave the file shorter. */
export function batIn(
  { region, geometry }: Pick<Bat, 'region' | 'geometry'>,
  fileSize: number,
): Bat {
  const there = Math.floor((Math.min(endOf(region), fileSize) - region.offset) / BAT_ENTRY_SIZE)
  return { region, geometry, count: Math.max(0, Math.min(geometry.batEntries, there)) }
}

/** Entries [start, start + count), clipped to those that can be read. For windows, not whole tables. */
export async function readBatEntries(
  source: ByteSource,
  bat: Bat,
  start: number,
  count: number,
): Promise<readonly BatEntry[]> {
  const first = Math.min(start, bat.count)
  const held = Math.min(count, bat.count - first)
  const bytes = await source.read(batEntryRange(bat, first).offset, held * BAT_ENTRY_SIZE)
  return Array.from({ length: held }, (_, i) => entryAt(bytes, i, first + i, bat.geometry))
}

function entryAt(bytes: Uint8Array, at: number, index: number, geometry: Geometry): BatEntry {
  const { state, fileOffsetMB, reserved } = batEntry.decode(bytes, at * BAT_ENTRY_SIZE)
  const kind = batIndexKind(geometry, index)
  if (kind === 'payload') {
    const block = blockOfIndex(geometry, index)
    return {
      kind,
      index,
      block,
      state: PAYLOAD_STATES[state] ?? 'not-present',
      fileOffsetMB,
      reserved,
    }
  }
  const chunk = chunkOfIndex(geometry, index)
  const name = SECTOR_BITMAP_STATES[state] ?? 'not-present'
  return { kind, index, chunk, state: name, fileOffsetMB, reserved }
}
