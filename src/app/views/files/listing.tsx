/** The names in a directory, by windows of rows that the worker sorts. */
import { type RefObject, useEffect, useEffectEvent, useMemo, useRef } from 'react'
import { differenceWords } from '../../../engine/affected/affected-words.ts'
import type { ListedRow } from '../../../worker/protocol/files.ts'
import type { PageResult } from '../../store/use-page.ts'
import { useUpdateWords } from '../../store/use-update-words.ts'
import { WindowTable } from '../../table/data-table.tsx'
import type { WindowQuery } from '../../table/use-window-query.ts'
import { ProgressBar } from '../../ui/progress.tsx'
import { listingColumns } from './listing-columns.tsx'
import type { Touched } from './use-touched.ts'

export const LISTING_PAGE = 128

/** Nothing as long as nobody has asked, and where it cannot be known. */
const differenceOf = (
  { byPath, isWhole }: Pick<Touched, 'byPath' | 'isWhole'>,
  path: string,
): string | undefined => {
  const file = byPath.get(path)
  if (file) return differenceWords(file)
  return isWhole ? 'untouched' : undefined
}

interface ListingProps {
  readonly page: PageResult<'files.list'>
  readonly query: WindowQuery
  readonly compared: boolean
  readonly chosen: string | undefined
  readonly touched: Touched
  /** By their paths. */
  readonly marked: ReadonlyMap<string, unknown>
  /** Whether the focus is to go into the list when its rows are there; reset when it is. */
  readonly wantsFocus: RefObject<boolean>
  readonly onChoose: (row: ListedRow) => void
  readonly onOpen: (row: ListedRow) => void
  readonly onMark: (row: ListedRow) => void
}

export function Listing(props: ListingProps) {
  const { page, query, compared, chosen, marked, touched, wantsFocus } = props
  const { data, progress } = page
  const { byPath, isWhole } = touched
  const words = useUpdateWords()
  const frame = useRef<HTMLDivElement>(null)
  const columns = useMemo(() => listingColumns(compared ? words : undefined), [compared, words])
  const shown = useMemo(
    () =>
      data && {
        ...data,
        rows: data.rows.map((row) => ({
          ...row,
          isMarked: marked.has(row.path),
          difference: differenceOf({ byPath, isWhole }, row.path),
        })),
      },
    [data, marked, byPath, isWhole],
  )
  const place = data?.place
  const turn = useEffectEvent((to: number) => {
    query.onWindow(Math.floor(to / LISTING_PAGE) * LISTING_PAGE)
  })
  // The name that one has come for, or from, may be far down.
  useEffect(() => {
    if (place !== undefined) turn(place)
  }, [place])
  const focusIn = useEffectEvent(() => {
    if (!wantsFocus.current || page.loading) return
    const row = place ?? data?.rows.length ?? 0
    const cell =
      frame.current?.querySelector<HTMLElement>(`[data-cell="${place ?? 0}:0"]`) ??
      (row === 0 ? frame.current?.querySelector<HTMLElement>('[data-cell="-1:0"]') : undefined)
    if (!cell) return
    wantsFocus.current = false
    cell.focus()
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: when other rows have come
  useEffect(() => focusIn(), [data, page.loading])
  // Seen without being focused: where one came from a search.
  useEffect(() => {
    if (data?.place === undefined) return
    frame.current?.querySelector('[aria-selected=true]')?.scrollIntoView({ block: 'nearest' })
  }, [data])

  return (
    <div ref={frame} className="column">
      {progress && <ProgressBar label="Reading the directory" {...progress} />}
      <WindowTable
        label="Files"
        columns={columns}
        {...query}
        page={{ ...page, data: shown }}
        pageSize={LISTING_PAGE}
        empty="Nothing is in this directory."
        isSelected={(row) => row.name === chosen || row.isMarked}
        onSelect={props.onChoose}
        onOpen={props.onOpen}
        onMark={props.onMark}
      />
    </div>
  )
}
