/** The columns of a directory. */
import { formatCount } from '../../../engine/bytes/format.ts'
import type { UpdateWords } from '../../../engine/changes/update-words.ts'
import type { NodeKind } from '../../../engine/guest/guest-files.ts'
import type { ListedRow } from '../../../worker/protocol/files.ts'
import seenStyles from '../../shared/seen.module.css'
import { type Columns, columnHelper, showing } from '../../table/table-model.ts'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import { kindWords, seenOf, seenWords, shownNode, shownTime, statOf } from './file-words.ts'
import styles from './files-view.module.css'

/** A name, and whether it is among those that are taken out together. */
export interface ShownRow extends ListedRow {
  readonly isMarked: boolean
  /** What of it the update touches, once that is known. */
  readonly difference: string | undefined
}

const helper = columnHelper<ShownRow>()
const column = showing<ShownRow>()

const SIGNS: Readonly<Partial<Record<NodeKind, string>>> = { directory: '▸', link: '↪' }

function NameCell({ row }: { readonly row: ShownRow }) {
  const { isMarked } = row
  const shown = shownNode(row)
  const stat = statOf(shown)
  return (
    <span className={styles.name} data-kind={shown?.kind}>
      <span className={styles.sign} aria-hidden="true">
        {isMarked ? '✓' : (SIGNS[shown?.kind ?? 'file'] ?? '')}
      </span>
      {isMarked && <span className="unseen">marked: </span>}
      <UntrustedText text={row.name} />
      {stat?.target !== undefined && (
        <span className="muted">
          {' → '}
          <UntrustedText text={stat.target} />
        </span>
      )}
    </span>
  )
}

function SeenCell({ row, words }: { readonly row: ShownRow; readonly words: UpdateWords }) {
  const seen = seenOf(row)
  return (
    <span className={seenStyles.seen} data-seen={seen}>
      {(seen === 'same' || seen === 'differs') && row.difference !== undefined
        ? row.difference
        : seenWords(seen, words)}
    </span>
  )
}

/** `words` where two states are side by side. The worker sorts by name, size and time. */
export const listingColumns = (words: UpdateWords | undefined): Columns<ShownRow> => [
  helper.accessor('name', {
    id: 'name',
    header: 'Name',
    cell: ({ row: { original } }) => <NameCell row={original} />,
    meta: { wide: true },
  }),
  ...(words ? [column('Seen', (row) => <SeenCell row={row} words={words} />)] : []),
  helper.accessor((row) => statOf(shownNode(row))?.size, {
    id: 'size',
    header: 'Bytes',
    cell: ({ row: { original }, getValue }) => {
      const size = getValue()
      return size === undefined || shownNode(original)?.kind === 'directory'
        ? '–'
        : formatCount(size)
    },
    meta: { numeric: true },
  }),
  helper.accessor((row) => statOf(shownNode(row))?.times.modified, {
    id: 'modified',
    header: 'Modified',
    cell: ({ getValue }) => {
      const time = getValue()
      return time === undefined ? '–' : shownTime(time)
    },
    meta: { numeric: true },
  }),
  // Compare has no room for it at 1440 pixels. The sign before the name marks directories and links.
  ...(words ? [] : [column('Kind', (row) => kindWords(shownNode(row)?.kind))]),
]
