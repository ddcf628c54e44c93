/** The entries of the BAT by windows, in the states that are asked for. */
import { useEffect, useEffectEvent, useMemo } from 'react'
import type { BatQuery, BatRow } from '../../../engine/blocks/bat-rows.ts'
import { formatBytes, formatCount } from '../../../engine/bytes/format.ts'
import type { Geometry } from '../../../engine/image/metadata/geometry.ts'
import type { State } from '../../../engine/inspect/inspection.ts'
import { blockName, otherText, placeText, stateText, virtualText } from '../../shared/bat-words.ts'
import { usePage } from '../../store/use-page.ts'
import { WindowTable } from '../../table/data-table.tsx'
import { type Columns, columnHelper, type Sort } from '../../table/table-model.ts'
import type { WindowQuery } from '../../table/use-window-query.ts'
import type { FindingsByIndex } from './block-findings.ts'
import { BlockSwatch } from './block-swatch.tsx'
import styles from './blocks-view.module.css'
import type { EntryKey } from './map-words.ts'

const PAGE_SIZE = 128
const NO_ROWS: readonly BatRow[] = []
const OTHER_STATE: Readonly<Record<State, string>> = { before: 'After replay', after: 'On disk' }

const helper = columnHelper<BatRow>()

/** `other` titles the column with the other state, where there is one. */
function columnsFor(
  geometry: Geometry,
  other: string | undefined,
  findings: FindingsByIndex,
): Columns<BatRow> {
  return helper.columns([
    helper.accessor(({ entry }) => entry.index, {
      id: 'index',
      header: 'BAT',
      cell: ({ getValue }) => formatCount(getValue()),
      meta: { numeric: true },
    }),
    helper.accessor(({ entry }) => blockName(entry), {
      id: 'block',
      header: 'Block',
      enableSorting: false,
    }),
    helper.accessor(({ entry }) => virtualText(entry, geometry), {
      id: 'virtual-offset',
      header: 'Virtual offset',
      enableSorting: false,
      meta: { numeric: true },
    }),
    helper.accessor(({ entry }) => stateText(entry), {
      id: 'state',
      header: 'State',
      enableSorting: false,
      cell: ({ row, getValue }) => (
        <span className="line">
          <BlockSwatch state={row.original.entry.state} />
          {getValue()}
        </span>
      ),
    }),
    helper.accessor(({ entry }) => placeText(entry), {
      id: 'file-offset',
      header: 'File offset',
      meta: { numeric: true },
    }),
    ...(other
      ? [
          helper.accessor(({ other: entry }) => (entry ? otherText(entry) : 'the same'), {
            id: 'other',
            header: other,
            enableSorting: false,
            cell: ({ row, getValue }) => (
              <span className={row.original.other ? styles.changed : 'faint'}>{getValue()}</span>
            ),
            meta: { wide: true },
          }),
        ]
      : []),
    ...(findings.size > 0
      ? [
          helper.accessor(({ entry }) => findingText(findings, entry.index), {
            id: 'finding',
            header: 'Finding',
            enableSorting: false,
            meta: { wide: true },
          }),
        ]
      : []),
  ])
}

const findingText = (findings: FindingsByIndex, index: number): string =>
  findings
    .get(index)
    ?.map(({ rule }) => rule)
    .join(', ') ?? ''

const SORTS: readonly NonNullable<BatQuery['sort']>[] = ['index', 'file-offset']

/** The order of the rows, as the worker is asked for them. */
export const orderOf = ({ id, descending }: Sort): Pick<BatQuery, 'sort' | 'descending'> => ({
  sort: SORTS.find((sort) => sort === id),
  descending,
})

interface BlocksTableProps {
  readonly state: State
  readonly compared: boolean
  readonly geometry: Geometry
  readonly states: readonly EntryKey[]
  readonly changedOnly: boolean
  readonly query: WindowQuery
  readonly index: number | undefined
  /** The entry that the map has chosen: the table turns to it where its place is known. */
  readonly turnTo: { readonly index: number } | undefined
  readonly findings: FindingsByIndex
  readonly onSelect: (index: number) => void
}

export function BlocksTable(props: BlocksTableProps) {
  const { state, compared, geometry, states, changedOnly, query, index, turnTo, findings } = props
  const { data, params, loading, error } = usePage('blocks.rows', {
    state,
    start: query.start,
    count: PAGE_SIZE,
    states: states.length > 0 ? states : undefined,
    changedOnly,
    ...orderOf(query.sort),
  })
  const columns = useMemo(
    () => columnsFor(geometry, compared ? OTHER_STATE[state] : undefined, findings),
    [geometry, compared, state, findings],
  )
  const turn = useEffectEvent((to: number) => {
    const isPlain = states.length === 0 && !changedOnly
    if (!isPlain || query.sort.id !== 'index' || query.sort.descending) return
    query.onWindow(Math.floor(to / PAGE_SIZE) * PAGE_SIZE)
  })
  useEffect(() => {
    if (turnTo) turn(turnTo.index)
  }, [turnTo])
  return (
    <>
      {error && <p role="alert">{error.message}</p>}
      <WindowTable
        label={`Blocks of ${formatBytes(geometry.blockSize)}`}
        columns={columns}
        rows={data?.rows ?? NO_ROWS}
        {...query}
        start={params?.start ?? query.start}
        total={data?.total ?? 0}
        pageSize={PAGE_SIZE}
        loading={loading}
        empty={
          changedOnly ? 'The replay changes no entry of this kind.' : 'No entry is in this state.'
        }
        isSelected={({ entry }) => entry.index === index}
        onSelect={({ entry }) => props.onSelect(entry.index)}
      />
    </>
  )
}
