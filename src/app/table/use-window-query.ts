/** Order and place of a table that the worker sorts, filters and gives by windows. */
import { useKeptState } from '../ui/kept-state.ts'
import type { Sort } from './table-model.ts'

export interface WindowQuery {
  readonly sort: Sort
  readonly start: number
  readonly onSort: (sort: Sort) => void
  readonly onWindow: (start: number) => void
}

/**
 * `filter` stands for what the rows are chosen by. Another filter or order begins at its first row. `table` names the
 * table among all of the app, for when its screen is shown again.
 */
export function useWindowQuery(filter: string, column: string, table: string): WindowQuery {
  const [sort, setSort] = useKeptState<Sort>(`${table}: sort`, { id: column, descending: false })
  const [window, setWindow] = useKeptState(`${table}: window`, { filter, start: 0 })
  const onWindow = (start: number) => setWindow({ filter, start })
  return {
    sort,
    start: window.filter === filter ? window.start : 0,
    onSort(next) {
      setSort(next)
      onWindow(0)
    },
    onWindow,
  }
}
