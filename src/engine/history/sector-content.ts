/** What a sector held at one time: its bytes, or why they are not known. */
import type { NotCompared, SectorChange } from './history-pages.ts'

export type Content = Uint8Array | NotCompared

/** Why they cannot be compared. */
export const reasonOf = (...contents: readonly Content[]): NotCompared =>
  contents.find((content) => typeof content === 'string') ?? 'first'

export const unknownChange = (reason: NotCompared): SectorChange => ({
  lines: [],
  lineCount: 0,
  changedBytes: undefined,
  notCompared: [reason],
})

/** Bytes of a sector that are looked at alone. */
export interface Focus {
  readonly at: number
  readonly length: number
  /** Of the entry of the BAT. */
  readonly index: number
}

/** The sector with nothing in it but these bytes. */
export function only(sector: Uint8Array, focus: Focus | undefined): Uint8Array {
  if (!focus) return sector
  const bytes = new Uint8Array(sector.length)
  bytes.set(sector.subarray(focus.at, focus.at + focus.length), focus.at)
  return bytes
}
