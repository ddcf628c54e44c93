/** The partitions of the disk, before and after the replay, and what is wrong with their table. */
import type { VolumesOfStates } from '../../../worker/protocol.ts'
import { ListTable } from '../../widgets/data-table.tsx'
import { ToneIcon } from '../../widgets/tone-icon.tsx'
import { UntrustedText } from '../../widgets/untrusted-text.tsx'
import styles from './disk-view.module.css'
import { tableLine } from './table-line.ts'
import { comparedColumns, volumeColumns } from './volume-columns.tsx'
import { problemLines, type VolumeRow, volumeRows } from './volume-rows.ts'

interface VolumesPanelProps {
  readonly volumes: VolumesOfStates
  readonly chosen: string | undefined
  readonly onChoose: (row: VolumeRow) => void
}

export function VolumesPanel({ volumes, chosen, onChoose }: VolumesPanelProps) {
  const rows = volumeRows(volumes)
  const problems = problemLines(volumes)
  return (
    <section className={styles.panel} aria-labelledby="partitions">
      <h2 id="partitions">Partitions</h2>
      <p>{tableLine(volumes)}</p>
      {problems.length > 0 && (
        <ul className={styles.problems} aria-label="Problems of the partition table">
          {problems.map((problem) => (
            <li key={problem}>
              <ToneIcon sign="warning" />
              <UntrustedText text={problem} />
            </li>
          ))}
        </ul>
      )}
      {rows.length > 0 && (
        <ListTable
          label="Partitions"
          columns={volumes.after ? comparedColumns : volumeColumns}
          rows={rows}
          empty="There are no partitions."
          isSelected={(row) => row.key === chosen}
          onSelect={onChoose}
        />
      )}
    </section>
  )
}
