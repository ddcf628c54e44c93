/** The file as a list: each piece of it with its place, its length and whom it belongs to. */
import { formatBytes, formatHex } from '../../../../engine/bytes/format.ts'
import { MAX_SPACE_EXTENTS } from '../../../../engine/format/space-kind.ts'
import type { State } from '../../../../engine/inspect/inspection.ts'
import type { FileExtentRow } from '../../../../engine/space/file-extents.ts'
import { usePage } from '../../../store/use-page.ts'
import { WindowTable } from '../../../table/data-table.tsx'
import { columnHelper } from '../../../table/table-model.ts'
import { useWindowQuery } from '../../../table/use-window-query.ts'
import { SpaceSwatch } from './space-fill.tsx'
import { ownerText, SPACE_NAMES, type SpaceFilter } from './space-words.ts'

const PAGE_SIZE = 128
const NO_ROWS: readonly FileExtentRow[] = []
const helper = columnHelper<FileExtentRow>()

const COLUMNS = helper.columns([
  helper.accessor(({ offset }) => formatHex(offset), {
    id: 'offset',
    header: 'Offset',
    meta: { numeric: true },
  }),
  helper.accessor(({ length }) => formatBytes(length), {
    id: 'length',
    header: 'Length',
    meta: { numeric: true },
  }),
  helper.accessor(({ kind }) => SPACE_NAMES[kind], {
    id: 'kind',
    header: 'Belongs to',
    cell: ({ row, getValue }) => (
      <span className="line">
        <SpaceSwatch kind={row.original.kind} />
        {getValue()}
      </span>
    ),
  }),
  helper.accessor((row) => ownerText(row), {
    id: 'owner',
    header: 'Which is',
    meta: { wide: true },
  }),
])
const WITH_CHANGES = [
  ...COLUMNS,
  ...helper.columns([
    helper.accessor(({ changed }) => (changed ? 'changed' : '–'), {
      id: 'changed',
      header: 'By the replay',
    }),
  ]),
]

interface ExtentsTableProps {
  readonly state: State
  readonly compared: boolean
  readonly filter: SpaceFilter
  readonly onSelect: (row: FileExtentRow) => void
}

export function ExtentsTable({ state, compared, filter, onSelect }: ExtentsTableProps) {
  const { kinds, changedOnly } = filter
  const query = useWindowQuery(`${state} ${kinds.join()} ${changedOnly}`, 'offset')
  const { data, params, loading, error } = usePage('space.extents', {
    state,
    start: query.start,
    count: PAGE_SIZE,
    kinds: kinds.length > 0 ? kinds : undefined,
    changedOnly,
  })
  return (
    <>
      {error && <p role="alert">{error.message}</p>}
      <WindowTable
        label="The file, piece by piece"
        columns={compared ? WITH_CHANGES : COLUMNS}
        rows={data?.rows ?? NO_ROWS}
        start={params?.start ?? query.start}
        total={data?.total ?? 0}
        pageSize={PAGE_SIZE}
        loading={loading}
        empty="No space in the file is of this kind."
        onWindow={query.onWindow}
        onSelect={onSelect}
      />
      {data?.total === MAX_SPACE_EXTENTS && (
        <p>The file has more pieces than are listed. Choose a kind, or look at the strip.</p>
      )}
    </>
  )
}
