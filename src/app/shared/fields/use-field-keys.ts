/** Arrow keys in a field table: one tab stop, which goes from value to value. */
import { type FocusEvent, type KeyboardEvent, type RefObject, useState } from 'react'
import { type Cell, moveCell } from '../../ui/grid-move.ts'

const SCREEN = 5

const placeOf = (target: EventTarget): Cell | undefined => {
  const element = target instanceof Element ? target.closest<HTMLElement>('[data-place]') : null
  const [row, column] = element?.dataset.place?.split(':').map(Number) ?? []
  return row === undefined || column === undefined ? undefined : { row, column }
}

export function useFieldKeys(body: RefObject<HTMLElement | null>, rows: number, columns: number) {
  const [stop, setStop] = useState<Cell>({ row: 0, column: 0 })
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.metaKey) return
    const from = placeOf(event.target)
    const shape = { total: rows, columns, screen: SCREEN }
    const to = from && moveCell(from, event.key, event.ctrlKey, shape)
    if (!to) return
    event.preventDefault()
    const row = Math.max(to.row, 0)
    body.current?.querySelector<HTMLElement>(`[data-place="${row}:${to.column}"]`)?.focus()
  }
  const onFocus = ({ target }: FocusEvent) => {
    const place = placeOf(target)
    if (place) setStop(place)
  }
  return { stop, onKeyDown, onFocus }
}
