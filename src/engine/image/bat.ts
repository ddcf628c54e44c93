/** The block allocation table, §2.5: entries by window, and a census in one pass. */
import type { ByteRange } from '../bytes/byte-source.ts'
import type { PayloadState, SectorBitmapState } from '../format/bat-entry.ts'
import type { Geometry } from './geometry.ts'

export type BatEntry =
  | {
      readonly kind: 'payload'
      /** In the table. */
      readonly index: number
      /** Of the virtual disk. */
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
