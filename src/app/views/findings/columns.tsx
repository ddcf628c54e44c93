/** The columns of the findings. */

import { columnHelper } from '../../table/table-model.ts'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import styles from './findings-view.module.css'
import type { FindingRow } from './rows.ts'

const helper = columnHelper<FindingRow>()

const columns = [
  helper.accessor('weight', {
    header: 'Severity',
    cell: ({ row: { original } }) => (
      <span className={`line ${styles.severity}`} data-quiet={!original.counts || undefined}>
        <ToneIcon sign={original.severity} />
        {original.severity}
        {!original.counts && <span className={`small ${styles.aside}`}>does not count</span>}
      </span>
    ),
  }),
  // Title and sentence both, so that the filter finds either.
  helper.accessor(({ rule, message }) => `${rule.title} ${message}`, {
    id: 'finding',
    header: 'Finding',
    meta: { wide: true },
    cell: ({ row: { original } }) => (
      <span className={styles.finding}>
        <strong>{original.rule.title}</strong> <bdi>{original.message}</bdi>
      </span>
    ),
  }),
  helper.accessor('state', { header: 'State' }),
  helper.accessor(({ finding }) => finding.rule, {
    id: 'rule',
    header: 'Rule',
    cell: ({ getValue }) => <code>{getValue()}</code>,
  }),
  helper.accessor(({ rule }) => rule.section, { id: 'section', header: '§' }),
  helper.accessor(({ rule }) => rule.level, { id: 'level', header: 'Level' }),
  helper.accessor(({ finding }) => finding.at.offset, {
    id: 'offset',
    header: 'At',
    meta: { numeric: true },
    cell: ({ row: { original } }) => original.offset,
  }),
]

export const findingColumns = helper.columns(columns)

/** Of a child disk: some bytes are in its parents. */
export const chainFindingColumns = helper.columns([
  ...columns,
  helper.accessor('file', {
    header: 'In',
    cell: ({ getValue }) => (
      <bdi className={styles.file} title={getValue()}>
        {getValue()}
      </bdi>
    ),
  }),
])
