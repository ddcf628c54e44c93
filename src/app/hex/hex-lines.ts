/** The rows of the hex view for one state, for both side by side, or for both in one column. */
import type { State } from '../../engine/inspect/inspection.ts'
import { changedSpans, type Span, withoutSpans } from './byte-diff.ts'
import type { HexLine } from './hex-row.tsx'

/** Up to `count` bytes; fewer at the end, `undefined` while they are read. */
type Slice = (offset: number, count: number) => Uint8Array | undefined

/** Which of these bytes are not in a skeleton, by their places behind `offset`. */
export type AbsentIn = (offset: number, count: number) => readonly Span[]

const NONE: AbsentIn = () => []

interface Rows {
  readonly top: number
  readonly bytesPerRow: number
  /** How many lines fit. */
  readonly lines: number
  /** Of the file, in whichever state it is longer. */
  readonly size: number
}

function* offsets({ top, bytesPerRow, lines, size }: Rows): Generator<number> {
  for (let row = 0; row < lines; row++) {
    const offset = top + row * bytesPerRow
    if (offset < size) yield offset
  }
}

export const plainLines = (rows: Rows, slice: Slice, absentIn = NONE): HexLine[] =>
  [...offsets(rows)].map((offset) => ({
    offset,
    bytes: slice(offset, rows.bytesPerRow),
    absent: absentIn(offset, rows.bytesPerRow),
    other: undefined,
    changed: [],
    side: undefined,
  }))

export interface Compared {
  readonly before: HexLine
  readonly after: HexLine
}

/** What is not there on one side nobody can compare. */
export const comparedLines = (
  rows: Rows,
  before: Slice,
  after: Slice,
  absentIn: Readonly<Record<State, AbsentIn>> = { before: NONE, after: NONE },
): Compared[] =>
  [...offsets(rows)].map((offset) => {
    const old = before(offset, rows.bytesPerRow)
    const new_ = after(offset, rows.bytesPerRow)
    const absent = {
      before: absentIn.before(offset, rows.bytesPerRow),
      after: absentIn.after(offset, rows.bytesPerRow),
    }
    const differing = old && new_ ? changedSpans(old, new_) : []
    const changed = withoutSpans(withoutSpans(differing, absent.before), absent.after)
    const line = (side: State, bytes?: Uint8Array, other?: Uint8Array): HexLine => ({
      offset,
      bytes,
      absent: absent[side],
      other,
      changed,
      side,
    })
    return { before: line('before', old, new_), after: line('after', new_, old) }
  })

/** Only what becomes of the rows, with what changes in them marked. */
export const laterLines = (compared: readonly Compared[]): HexLine[] =>
  compared.map(({ after }) => ({ ...after, side: undefined }))

/** One line for a row that stays, two for one that changes; as many rows as have room. */
export function unifiedLines(compared: readonly Compared[], room: number): HexLine[] {
  const lines: HexLine[] = []
  for (const { before, after } of compared) {
    const pair = after.changed.length > 0 ? [before, after] : [{ ...after, side: undefined }]
    if (lines.length + pair.length > room) break
    lines.push(...pair)
  }
  return lines
}
