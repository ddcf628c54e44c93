/** The partitions of the disk, in both states, and what is wrong with their table. */

import { useState } from 'react'
import type { VolumesOfStates } from '../../../worker/protocol/disk.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { useUpdateWords } from '../../store/use-update-words.ts'
import { ListTable } from '../../table/data-table.tsx'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import { comparedColumns, volumeColumns } from './volume-columns.tsx'
import { problemLines, rowsAround, tableLine, type VolumeRow, volumeRows } from './volume-rows.ts'

interface VolumesPanelProps {
  readonly volumes: VolumesOfStates
  /** Where one is on the disk: the row of the partition around it is marked. */
  readonly at: number
  readonly onChoose: (row: VolumeRow) => void
}

export function VolumesPanel({ volumes, at, onChoose }: VolumesPanelProps) {
  const words = useUpdateWords()
  const isSkeleton = useOpenFile().inspection.skeleton !== undefined
  const [chosen, setChosen] = useState<string>()
  const rows = volumeRows(volumes, words)
  const around = rowsAround(rows, at)
  // Partitions may lie in each other, or be in both states at one place.
  const current = around.find(({ key }) => key === chosen) ?? around.at(-1)
  const problems = problemLines(volumes, words)
  return (
    <section className="panel" aria-labelledby="partitions">
      <h2 id="partitions">Partitions</h2>
      <p>{tableLine(volumes, words, isSkeleton)}</p>
      {problems.length > 0 && (
        <ul className="stack tight" aria-label="Problems of the partition table">
          {problems.map((problem) => (
            <li key={problem} className="signed">
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
          isSelected={(row) => row.key === current?.key}
          onSelect={(row) => {
            setChosen(row.key)
            onChoose(row)
          }}
        />
      )}
    </section>
  )
}
