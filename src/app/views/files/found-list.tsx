/** What a search by name has found, anywhere in the volume. */
import { formatCount, plural } from '../../../engine/bytes/format.ts'
import type { FoundFile } from '../../../engine/files/find-files.ts'
import { ListTable } from '../../table/data-table.tsx'
import { columnHelper } from '../../table/table-model.ts'
import { Problem } from '../../ui/problem.tsx'
import { ProgressBar } from '../../ui/progress.tsx'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import { Sentences } from './file-detail.tsx'
import { kindWords } from './file-words.ts'
import styles from './files-view.module.css'
import type { Finding } from './use-find.ts'

const helper = columnHelper<FoundFile>()

const columns = helper.columns([
  helper.accessor('name', {
    header: 'Name',
    cell: ({ getValue }) => (
      <span className={styles.found}>
        <UntrustedText text={getValue()} />
      </span>
    ),
  }),
  helper.accessor('parent', {
    header: 'In',
    cell: ({ getValue }) => (
      <span className={styles.found}>
        <UntrustedText text={getValue()} />
      </span>
    ),
    meta: { wide: true },
  }),
  helper.accessor(({ kind }) => kindWords(kind), { id: 'kind', header: 'Kind' }),
])

interface FoundListProps {
  readonly finding: Finding
  readonly text: string
  readonly onGo: (found: FoundFile) => void
  readonly onClose: () => void
}

export function FoundList({ finding, text, onGo, onClose }: FoundListProps) {
  const { found, result, progress, problem } = finding
  const isOver = result !== undefined || problem !== undefined
  return (
    <section className="panel" aria-label="Search results">
      <div className="apart">
        <p role="status">
          {isOver ? '' : 'Searching… '}
          {plural(found.length, 'name')} with “{text}”
          {result && ` among ${formatCount(result.names)}`}
          {result?.isCut && ': the search ended there. Ask for less.'}
        </p>
        <button type="button" onClick={onClose}>
          {isOver ? 'Close the search' : 'Stop'}
        </button>
      </div>
      {progress && <ProgressBar label="Search, in directories" {...progress} />}
      {problem !== undefined && <Problem text={problem} />}
      {found.length > 0 && (
        <ListTable
          label="Found"
          columns={columns}
          rows={found}
          empty="Nothing is found."
          onSelect={onGo}
        />
      )}
      {result && result.problemCount > 0 && (
        <details>
          <summary>
            {plural(result.problemCount, 'directory', 'directories')} could not be read whole
          </summary>
          <Sentences sentences={result.problems} />
        </details>
      )}
    </section>
  )
}
