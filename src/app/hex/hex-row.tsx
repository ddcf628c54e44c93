/** One row of bytes: text in a few spans, and cells of one byte each only where the caret is. */
import { Fragment } from 'react'
import type { State } from '../../engine/inspect/inspection.ts'
import { NOT_IN_SKELETON } from '../../engine/skeleton/skeleton-words.ts'
import type { Span } from './byte-diff.ts'
import {
  asciiText,
  gapAfter,
  hexByte,
  hexText,
  NO_BYTE,
  offsetGroups,
  type Segment,
  segments,
} from './hex-rows.ts'
import styles from './hex-view.module.css'

export interface HexLine {
  readonly offset: number
  /** `undefined` while they are read. */
  readonly bytes: Uint8Array | undefined
  /** Which of them are not in a skeleton: no values are shown for those. */
  readonly absent: readonly Span[]
  /** The same bytes in the other state, where both are compared. */
  readonly other: Uint8Array | undefined
  readonly changed: readonly Span[]
  /** Which state the row shows, where both are shown. */
  readonly side: State | undefined
}

interface HexRowProps {
  readonly line: HexLine
  readonly bytesPerRow: number
  readonly ascii: boolean
  /** Of the selection, in the row. */
  readonly selected: Span | undefined
  /** The byte that the caret is on, if it is in this row. */
  readonly caret: number | undefined
  /** What the caret's byte belongs to, in words. */
  readonly field: string | undefined
}

/** The digits one by one: a screen reader would make a number of them. */
const spelt = (offset: number): string => [...offset.toString(16).toUpperCase()].join(' ')

function byteName(
  { bytes, absent, changed, other, side, offset }: HexLine,
  index: number,
  field?: string,
): string {
  const isIn = ({ from, to }: Span) => from <= index && index < to
  const value = absent.some(isIn) ? NOT_IN_SKELETON : `hex ${hexByte(bytes?.[index] ?? 0)}`
  const before = other && changed.some(isIn)
  const was = other?.[index] === undefined ? 'nothing' : hexByte(other[index])
  return [
    value,
    `offset ${spelt(offset + index)}`,
    ...(field ? [field] : []),
    ...(before ? [`changed, ${side === 'before' ? 'becomes' : 'was'} ${was}`] : []),
  ].join(', ')
}

const look = ({ selected, changed, absent }: Segment, side: State | undefined) => ({
  'data-absent': absent || undefined,
  'data-selected': selected || undefined,
  'data-changed': changed ? (side ?? 'after') : undefined,
})

function TextRun({ line, parts }: { readonly line: HexLine; readonly parts: readonly Segment[] }) {
  const { bytes, side } = line
  if (!bytes) return null
  return parts.map((part, index) => {
    const next = parts[index + 1]
    const gap = next && gapAfter(part.to - 1)
    return (
      <Fragment key={part.from}>
        <span {...look(part, side)}>{hexText(bytes, part)}</span>
        {part.selected && next?.selected ? <span data-selected="true">{gap}</span> : gap}
      </Fragment>
    )
  })
}

function ByteCells({
  line,
  parts,
  caret,
  field,
}: {
  readonly line: HexLine
  readonly parts: readonly Segment[]
  readonly caret: number
  readonly field: string | undefined
}) {
  const { bytes, side } = line
  if (!bytes) return null
  return Array.from(bytes, (byte, index) => {
    const part = parts.find(({ from, to }) => from <= index && index < to)
    return (
      // biome-ignore lint/a11y/useSemanticElements: a row of text becomes cells only where the caret is
      <span
        // biome-ignore lint/suspicious/noArrayIndexKey: the index is the byte's place
        key={index}
        role="gridcell"
        tabIndex={index === caret ? 0 : -1}
        data-caret={index === caret || undefined}
        aria-label={byteName(line, index, index === caret ? field : undefined)}
        aria-selected={part?.selected ?? false}
        className={styles.byte}
        {...(part && look(part, side))}
      >
        {part?.absent ? NO_BYTE : hexByte(byte)}
      </span>
    )
  })
}

export function HexRow({ line, bytesPerRow, ascii, selected, caret, field }: HexRowProps) {
  const { offset, bytes, absent, changed, side } = line
  const parts = segments(bytes?.length ?? 0, selected, changed, absent)
  const [high, middle, low] = offsetGroups(offset)
  const current = caret !== undefined && bytes !== undefined && caret < bytes.length
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the focus is on the cells
    // biome-ignore lint/a11y/useSemanticElements: the grid is made of text, not of a table
    <div role="row" className={styles.row} data-row={offset} data-side={side}>
      {/* biome-ignore lint/a11y/useFocusableInteractive: see above */}
      {/* biome-ignore lint/a11y/useSemanticElements: see above */}
      <span role="rowheader" className={styles.offset}>
        <span>{high}</span>
        <span>{middle}</span>
        <span>{low}</span>
      </span>
      {current ? (
        <span className={styles.hex} role="presentation" data-hex={bytesPerRow}>
          <ByteCells line={line} parts={parts} caret={caret} field={field} />
        </span>
      ) : (
        // biome-ignore lint/a11y/useFocusableInteractive: see above
        // biome-ignore lint/a11y/useSemanticElements: see above
        <span
          role="gridcell"
          aria-colspan={bytesPerRow}
          className={styles.hex}
          data-hex={bytesPerRow}
        >
          <TextRun line={line} parts={parts} />
        </span>
      )}
      {ascii && (
        <span className={styles.ascii} data-ascii={bytesPerRow} aria-hidden="true">
          {bytes &&
            parts.map((part) => (
              <span key={part.from} {...look(part, side)}>
                {asciiText(bytes, part)}
              </span>
            ))}
        </span>
      )}
    </div>
  )
}
