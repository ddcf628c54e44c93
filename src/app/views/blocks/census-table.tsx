/** How many blocks are in which state, before and after. */

import { formatCount } from '../../../engine/bytes/format.ts'
import { useUpdateWords } from '../../store/use-update-words.ts'
import { BlockSwatch } from './block-swatch.tsx'
import styles from './blocks-view.module.css'
import { type CensusRow, signed } from './census.ts'

const count = (value: number | undefined): string =>
  value === undefined ? '–' : formatCount(value)

interface CensusTableProps {
  readonly rows: readonly CensusRow[]
  /** Whether there is a state “after” to compare with. */
  readonly compared: boolean
}

export function CensusTable({ rows, compared }: CensusTableProps) {
  const words = useUpdateWords()
  return (
    <table className={`ruled ${styles.census}`} data-compared={compared || undefined}>
      <caption className="unseen">Blocks by state</caption>
      <thead>
        <tr>
          <th scope="col">State</th>
          <th scope="col">On disk</th>
          {compared && <th scope="col">{words.title}</th>}
          {compared && <th scope="col">Difference</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, state, before, after }) => (
          <tr key={key}>
            <th scope="row">
              <span className="line">
                <BlockSwatch state={state} />
                {name}
              </span>
            </th>
            <td>{count(before)}</td>
            {compared && <td>{count(after)}</td>}
            {compared && (
              <td data-changed={before !== after || undefined}>
                {before === undefined || after === undefined ? '–' : signed(after - before)}
              </td>
            )}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
