/** The files of a volume that the update touches, with what differs, and the way to each. */
import type { AffectedFile } from '../../../engine/affected/affected-file.ts'
import { differenceWords, volumeSentences } from '../../../engine/affected/affected-words.ts'
import { formatBytes, formatCount } from '../../../engine/bytes/format.ts'
import type { UpdateKind } from '../../../engine/changes/change.ts'
import { ListTable } from '../../table/data-table.tsx'
import { columnHelper } from '../../table/table-model.ts'
import { Problem } from '../../ui/problem.tsx'
import { ProgressBar } from '../../ui/progress.tsx'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import { Sentences } from './file-detail.tsx'
import styles from './files-view.module.css'
import type { Touched } from './use-touched.ts'

const helper = columnHelper<AffectedFile>()

const columns = helper.columns([
  helper.accessor('path', {
    header: 'Path',
    cell: ({ getValue }) => (
      <span className={styles.found}>
        <UntrustedText text={getValue()} />
      </span>
    ),
    meta: { wide: true },
  }),
  helper.accessor((file) => differenceWords(file), { id: 'difference', header: 'What differs' }),
  helper.accessor('changedBytes', {
    header: 'Bytes',
    cell: ({ getValue }) => formatBytes(getValue()),
    meta: { numeric: true },
  }),
])

interface TouchedListProps {
  readonly touched: Touched
  readonly by: UpdateKind
  readonly onGo: (path: string) => void
  readonly onClose: () => void
}

export function TouchedList({ touched, by, onGo, onClose }: TouchedListProps) {
  const { volume, loading, progress, problem } = touched
  const rest = (volume?.counts.paths ?? 0) - (volume?.files.length ?? 0)
  return (
    <section className="panel" aria-label="What is touched" aria-busy={loading}>
      <div className="apart">
        <p role="status" className="anywhere">
          {loading && 'Comparing the files of both states…'}
          {volume && volumeSentences(volume, by, false).join(' ')}
        </p>
        <button type="button" onClick={onClose}>
          {loading ? 'Stop' : 'Close the list'}
        </button>
      </div>
      {loading && (
        <ProgressBar
          label="Comparing the files of both states"
          done={progress?.done ?? 0}
          total={progress?.total ?? 0}
        />
      )}
      {problem !== undefined && <Problem text={problem} />}
      {volume && volume.files.length > 0 && (
        <ListTable
          label="Touched"
          columns={columns}
          rows={volume.files}
          empty="Nothing is touched."
          onSelect={({ path }) => onGo(path)}
        />
      )}
      {rest > 0 && <p className="muted">{formatCount(rest)} more are in the report.</p>}
      {volume && volume.problems.length > 0 && <Sentences sentences={volume.problems} />}
    </section>
  )
}
