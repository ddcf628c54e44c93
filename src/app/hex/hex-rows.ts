/** Bytes as text in columns: what a row of the hex view says, and which byte a column belongs to. */
import { asciiByte } from '../../engine/bytes/hex-dump.ts'
import type { Span } from './byte-diff.ts'

const HEX = Array.from({ length: 256 }, (_, byte) =>
  byte.toString(16).toUpperCase().padStart(2, '0'),
)

export const hexByte = (byte: number): string => HEX[byte] ?? ''

/** The spaces behind a byte of a row: one, two between groups of eight. */
export const gapAfter = (index: number): string => (index % 8 === 7 ? '  ' : ' ')

/** "06 00 …", one column of text for bytes `from` to `to` of the row, without a gap at the end. */
export function hexText(row: Uint8Array, { from, to, absent }: Part): string {
  let text = ''
  for (let at = from; at < to; at++) {
    text += absent ? NO_BYTE : hexByte(row[at] ?? 0)
    if (at < to - 1) text += gapAfter(at)
  }
  return text
}

/** Bytes side by side, all of which are there, or none. */
type Part = Span & { readonly absent?: boolean }

export function asciiText(row: Uint8Array, { from, to, absent }: Part): string {
  if (absent) return ' '.repeat(to - from)
  let text = ''
  for (let at = from; at < to; at++) text += asciiByte(row[at] ?? 0)
  return text
}

/** 12 hex digits in three groups: no file that a browser can read needs more. */
export function offsetGroups(offset: number): readonly [string, string, string] {
  const digits = offset.toString(16).toUpperCase().padStart(12, '0')
  return [digits.slice(0, -8), digits.slice(-8, -4), digits.slice(-4)]
}

/** How wide a row is, in characters of the data font. */
export const hexColumns = (bytesPerRow: number): number =>
  bytesPerRow * 3 - 1 + Math.floor((bytesPerRow - 1) / 8)

/** Which byte of a row lies at a place `column` characters from its start; the nearest one outside. */
export function byteAtColumn(column: number, bytesPerRow: number): number {
  const group = Math.floor(Math.max(column, 0) / 25)
  const within = Math.min(7, Math.floor((Math.max(column, 0) - group * 25) / 3))
  return Math.min(group * 8 + within, bytesPerRow - 1)
}

/** A part of a row that looks the same throughout. */
export interface Segment extends Span {
  readonly selected: boolean
  readonly changed: boolean
  /** Whether a skeleton does not have its bytes. */
  readonly absent?: true
}

/** What stands for a byte that is not there. */
export const NO_BYTE = '··'

/** Cuts a row of `length` bytes where its looks change. Spans may reach beyond the row. */
export function segments(
  length: number,
  selected: Span | undefined,
  changed: readonly Span[],
  absent: readonly Span[] = [],
): Segment[] {
  const cuts = new Set([0, length])
  for (const { from, to } of [...(selected ? [selected] : []), ...changed, ...absent]) {
    if (from > 0 && from < length) cuts.add(from)
    if (to > 0 && to < length) cuts.add(to)
  }
  const at = [...cuts].sort((a, b) => a - b)
  const holds = (span: Span | undefined, from: number) =>
    span !== undefined && span.from <= from && from < span.to
  return at.slice(0, -1).map((from, index) => ({
    from,
    to: at[index + 1] ?? length,
    selected: holds(selected, from),
    changed: changed.some((span) => holds(span, from)),
    ...(absent.some((span) => holds(span, from)) && { absent: true }),
  }))
}

export interface HexLayout {
  readonly bytesPerRow: 8 | 16
  readonly ascii: boolean
}

const OFFSET_COLUMNS = 16

/** The best layout for so many characters of width: 16 bytes with text, without, 8 with, without. */
export function hexLayout(columns: number): HexLayout {
  const candidates: readonly HexLayout[] = [
    { bytesPerRow: 16, ascii: true },
    { bytesPerRow: 16, ascii: false },
    { bytesPerRow: 8, ascii: true },
  ]
  const width = ({ bytesPerRow, ascii }: HexLayout) =>
    OFFSET_COLUMNS + hexColumns(bytesPerRow) + (ascii ? bytesPerRow + 2 : 0)
  return candidates.find((layout) => width(layout) <= columns) ?? { bytesPerRow: 8, ascii: false }
}
