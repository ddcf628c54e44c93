/** How many blocks are in which state, before and after. */

import { formatCount } from '../../../engine/bytes/format.ts'
import type { State } from '../../../engine/inspect/inspection.ts'
import { useUpdateWords } from '../../store/use-update-words.ts'
import { BlockSwatch } from './block-swatch.tsx'
import styles from './blocks-view.module.css'
import { type CensusRow, signed } from './census.ts'

const count = (value: number | undefined): string =>
  value === undefined ? '–' : formatCount(value)

interface CensusTableProps {
  readonly rows: readonly CensusRow[]
  /** Those in which the table of blocks is known: of two there is a difference. */
  readonly states: readonly State[]
}

export function CensusTable({ rows, states }: CensusTableProps) {
  const words = useUpdateWords()
  const compared = states.length > 1
  return (
    <table className={`ruled ${styles.census}`} data-compared={compared || undefined}>
      <caption className="unseen">Blocks by state</caption>
      <thead>
        <tr>
          <th scope="col">State</th>
          {states.map((of) => (
            <th key={of} scope="col">
              {of === 'before' ? 'On disk' : words.title}
            </th>
          ))}
          {compared && <th scope="col">Difference</th>}
        </tr>
      </thead>
      <tbody>
        {rows.map(({ key, name, state, ...counts }) => (
          <tr key={key}>
            <th scope="row">
              <span className="line">
                <BlockSwatch state={state} />
                {name}
              </span>
            </th>
            {states.map((of) => (
              <td key={of}>{count(counts[of])}</td>
            ))}
            {compared && <Difference {...counts} />}
          </tr>
        ))}
      </tbody>
    </table>
  )
}

function Difference({ before, after }: Pick<CensusRow, 'before' | 'after'>) {
  // The blocks are not counted yet.
  if (before === undefined || after === undefined) return <td>–</td>
  return <td data-changed={before !== after || undefined}>{signed(after - before)}</td>
}
