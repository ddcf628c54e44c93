/** The header updates that finish a replay: they are not in the log, the program that replays makes them. */
import { HEADER_OFFSETS, HEADER_SIZE } from '../../../engine/format/layout.ts'
import { useShowBytes } from '../../shared/use-show-bytes.ts'
import { usePage } from '../../store/use-page.ts'
import { headerChanges } from './header-changes.ts'
import styles from './replay-view.module.css'

function HeaderRows({ copy }: { readonly copy: 0 | 1 }) {
  const showBytes = useShowBytes()
  const range = { offset: HEADER_OFFSETS[copy], length: HEADER_SIZE }
  // Of the whole replay, wherever the slider is: the headers come last.
  const before = usePage('file.read', { state: 'before', ...range })
  const after = usePage('file.read', { state: 'after', ...range })
  const changes = before.data && after.data ? headerChanges(before.data, after.data) : []
  return (
    <tbody>
      <tr>
        <th scope="rowgroup" colSpan={3}>
          <button type="button" data-kind="link" onClick={() => showBytes(range)}>
            Header {copy + 1}
          </button>
        </th>
      </tr>
      {changes.map(({ field, before: old, after: later }) => (
        <tr key={field}>
          <th scope="row">{field}</th>
          <td>
            <del>{old}</del>
          </td>
          <td>
            <ins>{later}</ins>
          </td>
        </tr>
      ))}
    </tbody>
  )
}

export function HeaderCard() {
  return (
    <>
      <h2>
        Headers{' '}
        <span className="aside">
          to finish; not in the log, but made by the program that replays it (§2.2.2.1)
        </span>
      </h2>
      <table className={`ruled anywhere ${styles.headers}`}>
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">On disk</th>
            <th scope="col">After replay</th>
          </tr>
        </thead>
        <HeaderRows copy={0} />
        <HeaderRows copy={1} />
      </table>
    </>
  )
}
