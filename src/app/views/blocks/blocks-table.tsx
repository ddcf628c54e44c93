/** The entries of the BAT by windows, in the states that are asked for. */

import { useEffect, useEffectEvent, useMemo } from 'react'
import type { BatQuery, BatRow } from '../../../engine/blocks/bat-rows.ts'
import { formatBytes, formatCount, upperFirst } from '../../../engine/bytes/format.ts'
import type { Geometry } from '../../../engine/image/metadata/geometry.ts'
import type { State } from '../../../engine/inspect/inspection.ts'
import type { Calls } from '../../../worker/protocol/protocol.ts'
import { blockName, otherText, placeText, stateText, virtualText } from '../../shared/bat-words.ts'
import { usePage } from '../../store/use-page.ts'
import { useUpdateWords } from '../../store/use-update-words.ts'
import { WindowTable } from '../../table/data-table.tsx'
import { type Columns, columnHelper, type Sort, showing } from '../../table/table-model.ts'
import type { WindowQuery } from '../../table/use-window-query.ts'
import type { FindingsByIndex } from './block-findings.ts'
import { BlockSwatch } from './block-swatch.tsx'
import styles from './blocks-view.module.css'

const PAGE_SIZE = 128

const helper = columnHelper<BatRow>()
const column = showing<BatRow>()

/** `other` titles the column with the other state, where there is one. */
const columnsFor = (
  geometry: Geometry,
  other: string | undefined,
  findings: FindingsByIndex,
): Columns<BatRow> => [
  helper.accessor(({ entry }) => entry.index, {
    id: 'index',
    header: 'BAT',
    cell: ({ getValue }) => formatCount(getValue()),
    meta: { numeric: true },
  }),
  column('Block', ({ entry }) => blockName(entry)),
  column('Virtual offset', ({ entry }) => virtualText(entry, geometry), 'numeric'),
  column('State', ({ entry }) => (
    <span className="line">
      <BlockSwatch state={entry.state} />
      {stateText(entry)}
    </span>
  )),
  helper.accessor(({ entry }) => placeText(entry), {
    id: 'file-offset',
    header: 'File offset',
    meta: { numeric: true },
  }),
  ...(other ? [column(other, otherCell, 'wide')] : []),
  ...(findings.size > 0
    ? [column('Finding', ({ entry }) => findingText(findings, entry.index), 'wide')]
    : []),
]

const otherCell = ({ other, hasNewData }: BatRow) => {
  const entry = other ? otherText(other) : 'the same'
  return (
    <span className={other || hasNewData ? styles.changed : 'faint'}>
      {hasNewData ? `${entry}, with other data` : entry}
    </span>
  )
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

/** Which entries are asked for. */
type BlocksFilter = Pick<Calls['blocks.rows']['params'], 'states' | 'changedOnly' | 'shares'>

interface BlocksTableProps {
  readonly state: State
  readonly compared: boolean
  readonly geometry: Geometry
  readonly filter: BlocksFilter
  readonly query: WindowQuery
  readonly index: number | undefined
  /** The entry that the map has chosen: the table turns to it where its place is known. */
  readonly turnTo: { readonly index: number } | undefined
  readonly findings: FindingsByIndex
  readonly onSelect: (index: number) => void
}

export function BlocksTable(props: BlocksTableProps) {
  const { state, compared, geometry, filter, query, index, turnTo, findings } = props
  const page = usePage('blocks.rows', {
    state,
    start: query.start,
    count: PAGE_SIZE,
    ...filter,
    ...orderOf(query.sort),
  })
  const words = useUpdateWords()
  const other = state === 'before' ? words.title : 'On disk'
  const columns = useMemo(
    () => columnsFor(geometry, compared ? other : undefined, findings),
    [geometry, compared, other, findings],
  )
  const turn = useEffectEvent((to: number) => {
    const isPlain = !filter.states && !filter.shares && !filter.changedOnly
    if (!isPlain || query.sort.id !== 'index' || query.sort.descending) return
    query.onWindow(Math.floor(to / PAGE_SIZE) * PAGE_SIZE)
  })
  useEffect(() => {
    if (turnTo) turn(turnTo.index)
  }, [turnTo])
  return (
    <WindowTable
      label={`Blocks of ${formatBytes(geometry.blockSize)}`}
      columns={columns}
      {...query}
      page={page}
      pageSize={PAGE_SIZE}
      empty={
        filter.changedOnly
          ? `${upperFirst(words.agent)} changes no entry of this kind.`
          : filter.shares
            ? 'No entry has a block in that space.'
            : 'No entry is in this state.'
      }
      isSelected={({ entry }) => entry.index === index}
      onSelect={({ entry }) => props.onSelect(entry.index)}
    />
  )
}
