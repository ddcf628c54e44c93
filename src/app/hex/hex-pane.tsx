/** A grid of hex rows with one tab stop, the byte under the caret. Pointing at a byte moves the caret there. */
import { type PointerEvent, useLayoutEffect, useRef } from 'react'
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import { useKeptFocus } from '../ui/use-kept-focus.ts'
import { type HexLine, HexRow } from './hex-row.tsx'
import { byteAtColumn, type HexLayout, hexColumns } from './hex-rows.ts'
import styles from './hex-view.module.css'

export interface HexPaneProps {
  readonly label: string
  /** Shown over the pane, where there are two. */
  readonly title: string | undefined
  readonly side?: State
  readonly lines: readonly HexLine[]
  /** Both states in one column: rows say which of them they show. */
  readonly unified?: boolean
  readonly layout: HexLayout
  readonly caret: number
  readonly selection: ByteRange | undefined
  readonly field: string | undefined
  readonly busy: boolean
  /** The byte that was pointed at; `extend` to select from where the selection began. */
  readonly onPoint: (offset: number, extend: boolean) => void
}

/** A finger that moved no further than this, in pixels, has not moved. */
const TAP = 10

const isTap = (down: PointerEvent, up: PointerEvent): boolean =>
  Math.hypot(up.clientX - down.clientX, up.clientY - down.clientY) <= TAP

/** The byte at a point of the screen, by the row there and the columns of its text. */
function offsetAtPoint(root: HTMLElement, x: number, y: number): number | undefined {
  const rows = [...root.querySelectorAll<HTMLElement>('[data-row]')]
  const row = rows.find((element) => y < element.getBoundingClientRect().bottom) ?? rows.at(-1)
  const hex = row?.querySelector<HTMLElement>('[data-hex]')
  if (!row || !hex) return undefined
  const bytesPerRow = Number(hex.dataset.hex)
  const ascii = row.querySelector<HTMLElement>('[data-ascii]')?.getBoundingClientRect()
  const start = Number(row.dataset.row)
  if (ascii && x >= ascii.left) {
    const index = Math.floor(((x - ascii.left) / ascii.width) * bytesPerRow)
    return start + Math.min(index, bytesPerRow - 1)
  }
  const { left, width } = hex.getBoundingClientRect()
  return start + byteAtColumn(((x - left) / width) * hexColumns(bytesPerRow), bytesPerRow)
}

export function HexPane(props: HexPaneProps) {
  const { label, title, side, lines, unified, layout, caret, selection, field, busy, onPoint } =
    props
  const root = useRef<HTMLDivElement>(null)
  const wantsFocus = useRef(false)
  const touched = useRef<PointerEvent>(undefined)
  const { isInside } = useKeptFocus(root)
  const { bytesPerRow, ascii } = layout
  const caretRow = caret - (caret % bytesPerRow)
  // Of the two rows of a changed place the later one, which says what becomes of it.
  const caretLine = lines.findLastIndex(({ offset }) => offset === caretRow)
  const shown = caretLine >= 0 && lines[caretLine]?.bytes !== undefined

  // The focused byte becomes text again when the caret leaves its row: the focus goes on with the caret.
  useLayoutEffect(() => {
    if (!root.current || !(isInside() || wantsFocus.current)) return
    wantsFocus.current = false
    const target = root.current.querySelector<HTMLElement>('[data-caret]') ?? root.current
    if (document.activeElement !== target) target.focus({ preventScroll: true })
  })

  const point = (event: PointerEvent<HTMLElement>, extend: boolean) => {
    const offset = root.current && offsetAtPoint(root.current, event.clientX, event.clientY)
    if (offset !== undefined && offset !== null) onPoint(offset, extend)
  }

  return (
    <div className={styles.pane}>
      {title && (
        <p className={`side ${styles.title}`} data-side={side} aria-hidden="true">
          {title}
        </p>
      )}
      {/* biome-ignore lint/a11y/useSemanticElements: the grid is made of text, not of a table */}
      <div
        role="grid"
        aria-label={label}
        aria-rowcount={-1}
        aria-colcount={bytesPerRow + 1}
        aria-busy={busy}
        aria-multiselectable="true"
        tabIndex={shown ? -1 : 0}
        ref={root}
        className={styles.rows}
        data-unified={unified || undefined}
        onPointerDown={(event) => {
          if (event.button !== 0) return
          // Keeps the browser from selecting text and from moving the focus to the row's text.
          event.preventDefault()
          event.currentTarget.setPointerCapture(event.pointerId)
          // A finger may be about to scroll: only where it is lifted again it has pointed at a byte.
          touched.current = event.pointerType === 'touch' ? event : undefined
          if (touched.current) return
          wantsFocus.current = true
          point(event, event.shiftKey)
        }}
        onPointerMove={(event) => {
          if (event.pointerType === 'touch') return
          if (event.currentTarget.hasPointerCapture(event.pointerId)) point(event, true)
        }}
        onPointerUp={(event) => {
          const { current } = touched
          touched.current = undefined
          if (current?.pointerId !== event.pointerId || !isTap(current, event)) return
          wantsFocus.current = true
          point(event, false)
        }}
        onPointerCancel={() => {
          touched.current = undefined
        }}
      >
        {lines.map((line, index) => (
          <HexRow
            // By place: a row that scrolls keeps its element, and so the focus in it.
            // biome-ignore lint/suspicious/noArrayIndexKey: see above
            key={index}
            line={line}
            bytesPerRow={bytesPerRow}
            ascii={ascii}
            selected={
              selection && {
                from: selection.offset - line.offset,
                to: selection.offset + selection.length - line.offset,
              }
            }
            caret={index === caretLine ? caret - line.offset : undefined}
            field={field}
          />
        ))}
      </div>
    </div>
  )
}
