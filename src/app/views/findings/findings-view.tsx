/** Every finding with its rule, its section and its bytes. */

import { useMemo, useState } from 'react'
import { formatCount, plural } from '../../../engine/bytes/format.ts'
import { noFindings } from '../../../engine/findings/finding.ts'
import { NotChecked } from '../../shared/not-checked.tsx'
import { useActions, useApp } from '../../store/use-app.ts'
import { useFindings } from '../../store/use-findings.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { useUpdateWords } from '../../store/use-update-words.ts'
import { ListTable } from '../../table/data-table.tsx'
import { useKeptState } from '../../ui/kept-state.ts'
import { chainFindingColumns, findingColumns } from './columns.tsx'
import { ExplanationPanel } from './explanation-panel.tsx'
import { Filters } from './filters.tsx'
import { FindingDetail } from './finding-detail.tsx'
import {
  chosenRow,
  type FindingFilter,
  filterFindings,
  findingRows,
  isRule,
  keyOf,
} from './rows.ts'

const EVERYTHING: FindingFilter = { severities: [], state: 'all' }
const INITIAL_SORT = { id: 'weight', descending: false }

export function FindingsView() {
  const { inspection } = useOpenFile()
  const { select, showRule } = useActions()
  const findings = useFindings()
  const words = useUpdateWords()
  const rows = useMemo(() => findingRows(findings, words), [findings, words])
  const [filter, setFilter] = useKeptState('findings: filter', EVERYTHING)
  const [text, setText] = useKeptState('findings: text', '')
  const wanted = useApp((state) => state.rule)
  const selection = useApp((state) => state.selection)
  // A link names the rule and the bytes of its finding.
  const [chosenKey, setChosenKey] = useState(() => selection && keyOf(rows, wanted, selection))
  const rule = wanted !== undefined && isRule(wanted) ? wanted : undefined
  const chosen = chosenRow(rows, chosenKey, rule)
  const columns = rows.some(({ finding }) => finding.parent) ? chainFindingColumns : findingColumns
  const shown = useMemo(() => filterFindings(rows, filter), [rows, filter])
  const idle = rows.filter((row) => !row.counts)
  const left = idle.filter(({ finding }) => finding.state === 'after').length
  const torn = idle.length - left

  return (
    <div className="stack loose">
      <header>
        <h1>Findings</h1>
        <p className="muted prose">
          {rows.length === 0
            ? noFindings(inspection.verdict.checkedBlocks)
            : `${plural(rows.length - torn - left, 'finding')}${
                torn > 0
                  ? `, and ${formatCount(torn)} of the state before the replay, which do not count: until its log is applied, a file may be torn by design.`
                  : '.'
              }${left > 0 ? ` The salvage adds ${formatCount(left)} of its own.` : ''}`}
        </p>
        <NotChecked />
      </header>
      {rows.length > 0 && (
        <>
          <Filters rows={rows} filter={filter} onFilter={setFilter} text={text} onText={setText} />
          <ListTable
            label="Findings"
            columns={columns}
            rows={shown}
            empty="No finding matches the filter."
            filter={text}
            initialSort={INITIAL_SORT}
            isSelected={(row) => row === chosen}
            onSelect={(row) => {
              setChosenKey(row.key)
              showRule(row.finding.rule)
              if (!row.finding.parent) select(row.finding.at)
            }}
          />
          {chosen && <FindingDetail row={chosen} />}
        </>
      )}
      <ExplanationPanel
        rule={rule ?? chosen?.finding.rule}
        isFound={chosen !== undefined}
        onRule={showRule}
      />
    </div>
  )
}
