/**
 * The fields of a structure, in one copy or in two side by side, on disk and after the replay. Pointing
 * at a value selects its bytes; the value whose bytes are selected is marked.
 */
import { useRef } from 'react'
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { overlaps } from '../../../engine/bytes/ranges.ts'
import type { AnyStruct, FieldInfo } from '../../../engine/bytes/struct.ts'
import { specName } from '../../../engine/format/field-words.ts'
import { useActions, useApp } from '../../store/use-app.ts'
import { FieldCell } from './field-cell.tsx'
import { bytesOf, type FieldReading, placeText, sizeText } from './field-rows.ts'
import styles from './field-table.module.css'
import { type FieldCopyReading, useFieldCopies } from './use-field-copies.ts'
import { useFieldKeys } from './use-field-keys.ts'

export interface FieldCopy {
  /** "Header 1". */
  readonly title: string
  /** Of the structure in the file. */
  readonly offset: number
}

interface FieldTableProps {
  readonly label: string
  readonly table: AnyStruct
  /** One, or two that are compared. */
  readonly copies: readonly [FieldCopy, FieldCopy?]
}

const rangeOf = (field: FieldInfo, { offset }: FieldCopy): ByteRange => {
  const bytes = bytesOf(field)
  return { offset: offset + bytes.offset, length: bytes.length }
}

/** Whether two copies hold the same in the state that is shown; unread fields count as equal. */
const sameIn = (a: FieldReading | undefined, b: FieldReading | undefined): boolean =>
  a === undefined || b === undefined || a.identity === b.identity

export function FieldTable({ label, table, copies }: FieldTableProps) {
  const { select } = useActions()
  const selection = useApp((state) => state.selection)
  const body = useRef<HTMLTableSectionElement>(null)
  const readings = useFieldCopies(table, copies)
  const { stop, onKeyDown, onFocus } = useFieldKeys(body, table.fields.length, readings.length)
  const single = readings.length === 1
  const [first, second] = readings
  const differs = (name: string): boolean =>
    second !== undefined &&
    !(
      sameIn(first?.before?.get(name), second.before?.get(name)) &&
      sameIn(first?.after?.get(name), second.after?.get(name))
    )
  const isSelected = (range: ByteRange): boolean =>
    selection !== undefined &&
    overlaps(selection, range) &&
    selection.length <= Math.max(range.length, 1)

  const cell = (field: FieldInfo, row: number, reading: FieldCopyReading, column: number) => {
    const range = rangeOf(field, reading.copy)
    return (
      <FieldCell
        key={reading.copy.offset}
        name={single ? specName(field.name) : `${specName(field.name)}, ${reading.copy.title}`}
        before={reading.before?.get(field.name)}
        after={reading.after?.get(field.name)}
        missing={reading.missing}
        selected={isSelected(range)}
        tabStop={stop.row === row && stop.column === column}
        place={`${row}:${column}`}
        onSelect={() => select(range)}
      />
    )
  }

  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={label} data-copies={readings.length}>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Offset</th>
            <th scope="col" className={styles.number}>
              Size
            </th>
            {readings.map(({ copy }) => (
              <th key={copy.offset} scope="col">
                {single ? 'Value and bytes' : copy.title}
              </th>
            ))}
            {!single && (
              <th scope="col">
                <span className="unseen">Differs</span>
              </th>
            )}
          </tr>
        </thead>
        <tbody ref={body} onKeyDown={onKeyDown} onFocus={onFocus}>
          {table.fields.map((field, row) => (
            <tr key={field.name}>
              <th scope="row">
                {specName(field.name)}
                <span className={`small faint ${styles.note}`}>{field.note}</span>
              </th>
              <td className="data">{placeText(field)}</td>
              <td className={styles.number}>{sizeText(field)}</td>
              {readings.map((reading, column) => cell(field, row, reading, column))}
              {!single && (
                <td className={styles.differs}>
                  {differs(field.name) && (
                    <span title="The copies differ">
                      <span aria-hidden="true">≠</span>
                      <span className="unseen">differs</span>
                    </span>
                  )}
                </td>
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}
