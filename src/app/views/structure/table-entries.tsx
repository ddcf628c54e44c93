/** The entries of a table of the format: a list of them, and the fields of the chosen one. */
import { useState } from 'react'
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import type { AnyStruct } from '../../../engine/bytes/struct.ts'
import { FieldTable } from '../../shared/fields/field-table.tsx'
import { useActions } from '../../store/use-app.ts'
import { ListTable } from '../../table/data-table.tsx'
import type { Columns, RowData } from '../../table/table-model.ts'
import styles from './structure-view.module.css'

interface TableEntriesProps<Row extends RowData> {
  readonly title: string
  /** Names the list for those who hear it. */
  readonly label: string
  /** Names one entry. */
  readonly entryLabel: (entry: Row) => string
  readonly columns: Columns<Row>
  readonly entries: readonly Row[]
  readonly table: AnyStruct
}

export function TableEntries<
  Row extends RowData & { readonly index: number; readonly at: ByteRange },
>({ title, label, entryLabel, columns, entries, table }: TableEntriesProps<Row>) {
  const { select } = useActions()
  const [index, setIndex] = useState(0)
  const chosen = entries[index]
  return (
    <div className={`stack ${styles.entries}`}>
      <h3>{title}</h3>
      <ListTable
        label={label}
        columns={columns}
        rows={entries}
        empty="The table has no entries that can be read."
        isSelected={(row) => row.index === index}
        onSelect={(row) => {
          setIndex(row.index)
          select(row.at)
        }}
      />
      {chosen && (
        <FieldTable
          key={chosen.at.offset}
          label={entryLabel(chosen)}
          table={table}
          copies={[{ title: `Entry ${chosen.index}`, offset: chosen.at.offset }]}
        />
      )}
    </div>
  )
}
