/** The file as a list: each piece of it with its place, its length and whom it belongs to. */
import { useMemo } from 'react'
import { formatBytes, formatHex } from '../../../../engine/bytes/format.ts'
import type { UpdateWords } from '../../../../engine/changes/update-words.ts'
import { MAX_SPACE_EXTENTS } from '../../../../engine/format/space-kind.ts'
import type { State } from '../../../../engine/inspect/inspection.ts'
import type { FileExtentRow } from '../../../../engine/space/file-extents.ts'
import { usePage } from '../../../store/use-page.ts'
import { useUpdateWords } from '../../../store/use-update-words.ts'
import { WindowTable } from '../../../table/data-table.tsx'
import { showing } from '../../../table/table-model.ts'
import { useWindowQuery } from '../../../table/use-window-query.ts'
import { SpaceSwatch } from './space-fill.tsx'
import { ownerText, SPACE_NAMES, type SpaceFilter } from './space-words.ts'

const PAGE_SIZE = 128

const column = showing<FileExtentRow>()
const COLUMNS = [
  column('Offset', ({ offset }) => formatHex(offset), 'numeric'),
  column('Length', ({ length }) => formatBytes(length), 'numeric'),
  column('Belongs to', ({ kind }) => (
    <span className="line">
      <SpaceSwatch kind={kind} />
      {SPACE_NAMES[kind]}
    </span>
  )),
  column('Which is', ownerText, 'wide'),
]
const withChanges = ({ agent }: UpdateWords) => [
  ...COLUMNS,
  column(`By ${agent}`, ({ changed }) => (changed ? 'changed' : '–')),
]

interface ExtentsTableProps {
  readonly state: State
  readonly compared: boolean
  readonly filter: SpaceFilter
  readonly onSelect: (row: FileExtentRow) => void
}

export function ExtentsTable({ state, compared, filter, onSelect }: ExtentsTableProps) {
  const { kinds, changedOnly } = filter
  const words = useUpdateWords()
  const columns = useMemo(() => (compared ? withChanges(words) : COLUMNS), [compared, words])
  const query = useWindowQuery(`${state} ${kinds.join()} ${changedOnly}`, 'offset', 'extents')
  const page = usePage('space.extents', {
    state,
    start: query.start,
    count: PAGE_SIZE,
    kinds: kinds.length > 0 ? kinds : undefined,
    changedOnly,
  })
  return (
    <>
      <WindowTable
        label="The file, piece by piece"
        columns={columns}
        page={page}
        start={query.start}
        pageSize={PAGE_SIZE}
        empty="No space in the file is of this kind."
        onWindow={query.onWindow}
        onSelect={onSelect}
      />
      {page.data?.total === MAX_SPACE_EXTENTS && (
        <p>The file has more pieces than are listed. Choose a kind, or look at the strip.</p>
      )}
    </>
  )
}
