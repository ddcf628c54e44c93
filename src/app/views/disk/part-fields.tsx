/** The choice of what to export: the whole disk, a partition, or a range. */
import { formatBytes } from '../../../engine/bytes/format.ts'
import type { Volume } from '../../../engine/guest/volumes/read-volumes.ts'
import styles from './disk-view.module.css'
import type { PartChoice } from './export-part.ts'

const KINDS = { disk: 'The whole disk', partition: 'A partition', range: 'A range' } as const

interface PartFieldsProps {
  readonly choice: PartChoice
  readonly volumes: readonly Volume[]
  readonly onChoice: (choice: PartChoice) => void
}

export function PartFields({ choice, volumes, onChoice }: PartFieldsProps) {
  const kinds = (['disk', 'partition', 'range'] as const).filter(
    (kind) => kind !== 'partition' || volumes.length > 0,
  )
  return (
    <fieldset className={`stack ${styles.part}`}>
      <legend>What to export</legend>
      {kinds.map((kind) => (
        <label key={kind}>
          <input
            type="radio"
            name="part"
            checked={choice.kind === kind}
            onChange={() => onChoice({ ...choice, kind })}
          />
          {KINDS[kind]}
        </label>
      ))}
      {choice.kind === 'partition' && (
        <select
          aria-label="Partition"
          value={choice.partition}
          onChange={({ target }) => onChoice({ ...choice, partition: Number(target.value) })}
        >
          {volumes.map(({ partition, fileSystem }, index) => (
            <option key={`${partition.table}-${partition.number}`} value={index}>
              {partition.number}: {fileSystem?.kind ?? partition.typeName ?? partition.type},{' '}
              {formatBytes(partition.at.length)}
            </option>
          ))}
        </select>
      )}
      {choice.kind === 'range' && (
        <div className={`actions ${styles.range}`}>
          {(['offset', 'length'] as const).map((field) => (
            <label key={field}>
              {field === 'offset' ? 'Start' : 'Length'}
              <input
                value={choice[field]}
                spellCheck={false}
                autoComplete="off"
                onChange={({ target }) => onChoice({ ...choice, [field]: target.value })}
              />
            </label>
          ))}
        </div>
      )}
    </fieldset>
  )
}
