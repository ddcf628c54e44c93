/** The one tab stop of a grid: where its cursor is, and that the focus follows it and is never lost. */
import {
  type KeyboardEvent,
  type RefObject,
  useCallback,
  useLayoutEffect,
  useRef,
  useState,
} from 'react'
import { type Cell, moveCell, pageStart } from '../ui/grid-move.ts'
import { useKeptFocus } from '../ui/use-kept-focus.ts'

interface GridCursorOptions {
  readonly start: number
  readonly shown: number
  readonly total: number
  readonly columns: number
  readonly pageSize: number
  readonly onWindow: (start: number) => void
}

export interface GridCursor {
  /** Of the element that scrolls the rows. */
  readonly ref: RefObject<HTMLDivElement | null>
  /** The cell that Tab reaches: the cursor where it is shown, else the nearest there is. */
  readonly stop: Cell
  readonly place: (cell: Cell) => void
  /** True if the key moved the cursor. */
  readonly move: (event: KeyboardEvent) => boolean
}

const cellSelector = ({ row, column }: Cell) => `[data-cell="${row}:${column}"]`

/** How many whole rows fit into the element. */
function screenOf(element: HTMLElement | null): number {
  const row = element?.querySelector<HTMLElement>('tbody tr')
  const height = row?.offsetHeight ?? 0
  return height > 0 ? Math.max(1, Math.floor((element?.clientHeight ?? 0) / height) - 1) : 1
}

export function useGridCursor({
  start,
  shown,
  total,
  columns,
  pageSize,
  onWindow,
}: GridCursorOptions): GridCursor {
  const ref = useRef<HTMLDivElement>(null)
  const [cursor, setCursor] = useState<Cell>({ row: 0, column: 0 })
  const wantsFocus = useRef(false)
  const { isInside } = useKeptFocus(ref)

  const inWindow = cursor.row >= start && cursor.row < start + shown
  const stop: Cell =
    cursor.row < 0 || shown === 0
      ? { row: -1, column: cursor.column }
      : { row: inWindow ? cursor.row : start, column: cursor.column }

  const { row, column } = stop
  useLayoutEffect(() => {
    const element = ref.current
    if (!element) return
    // Rows went away under the focus (another filter, another state): it moves to the tab stop.
    const lost = isInside() && document.activeElement === document.body
    if (!wantsFocus.current && !lost) return
    if (wantsFocus.current && !inWindow && cursor.row >= 0 && shown > 0) return
    wantsFocus.current = false
    element.querySelector<HTMLElement>(cellSelector({ row, column }))?.focus()
  })

  const move = useCallback(
    (event: KeyboardEvent): boolean => {
      if (event.altKey || event.shiftKey || event.metaKey) return false
      const shape = { total, columns, screen: screenOf(ref.current) }
      const next = moveCell({ row, column }, event.key, event.ctrlKey, shape)
      if (!next) return false
      event.preventDefault()
      wantsFocus.current = true
      setCursor(next)
      if (next.row >= 0 && (next.row < start || next.row >= start + pageSize)) {
        onWindow(pageStart(next.row, pageSize))
      }
      return true
    },
    [row, column, total, columns, start, pageSize, onWindow],
  )

  return { ref, stop, place: setCursor, move }
}
