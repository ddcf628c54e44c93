/** Every finding with its rule, its section and its bytes. */
import { useMemo, useState } from 'react'
import { formatCount, plural } from '../../../engine/bytes/format.ts'
import { useApp } from '../../hooks/use-app.ts'
import { useOpenFile } from '../../hooks/use-open-file.ts'
import { ListTable } from '../../widgets/data-table.tsx'
import { findingColumns } from './columns.tsx'
import { Filters } from './filters.tsx'
import { FindingDetail } from './finding-detail.tsx'
import styles from './findings-view.module.css'
import { type FindingFilter, type FindingRow, filterFindings, findingRows } from './rows.ts'

const EVERYTHING: FindingFilter = { severities: [], state: 'all' }
const INITIAL_SORT = { id: 'weight', descending: false }

export function FindingsView() {
  const { inspection } = useOpenFile()
  const select = useApp((state) => state.select)
  const { findings } = inspection
  const rows = useMemo(() => findingRows(findings), [findings])
  const [filter, setFilter] = useState(EVERYTHING)
  const [text, setText] = useState('')
  // The gravest comes first.
  const [chosen, setChosen] = useState<FindingRow | undefined>(rows[0])
  const shown = useMemo(() => filterFindings(rows, filter), [rows, filter])
  const torn = rows.filter((row) => !row.counts).length

  return (
    <div className={styles.view}>
      <header className={styles.header}>
        <h1>Findings</h1>
        <p>
          {rows.length === 0
            ? 'None: every check passed.'
            : `${plural(rows.length - torn, 'finding')}${
                torn > 0
                  ? `, and ${formatCount(torn)} of the state before the replay, which do not count: until its log is applied, a file may be torn by design.`
                  : '.'
              }`}
        </p>
      </header>
      {rows.length > 0 && (
        <>
          <Filters rows={rows} filter={filter} onFilter={setFilter} text={text} onText={setText} />
          <ListTable
            label="Findings"
            columns={findingColumns}
            rows={shown}
            empty="No finding matches the filter."
            filter={text}
            initialSort={INITIAL_SORT}
            isSelected={(row) => row.finding === chosen?.finding}
            onSelect={(row) => {
              setChosen(row)
              select(row.finding.at)
            }}
          />
          {chosen && <FindingDetail row={chosen} />}
        </>
      )}
    </div>
  )
}
