/** One field of a form: what it is, what it holds now, what it is to hold. */
import { useId } from 'react'
import type { FieldInfo } from '../../../engine/bytes/struct.ts'
import { specName } from '../../../engine/format/field-words.ts'
import type { FieldValue } from '../../../engine/journal/edit.ts'
import { fieldValue } from '../../shared/fields/field-value.ts'
import styles from './edit-view.module.css'

interface FieldInputProps {
  readonly field: FieldInfo
  /** Of MS-VHDX. */
  readonly section: string
  /** On disk. */
  readonly current: FieldValue | undefined
  /** Names for its values, by value. */
  readonly choices: readonly string[] | undefined
  readonly text: string
  readonly problem: string | undefined
  readonly onText: (text: string) => void
}

function currentText({
  field,
  current,
  choices,
}: Pick<FieldInputProps, 'field' | 'current' | 'choices'>) {
  if (choices && typeof current === 'number') return `${choices[current]} (${current})`
  const { text, words } = fieldValue(field, current)
  return words ? `${text} (${words})` : text
}

export function FieldInput(props: FieldInputProps) {
  const { field, section, choices, text, problem, onText } = props
  const id = useId()
  const shared = {
    id,
    value: text,
    'aria-describedby': `${id}-now ${id}-note ${id}-problem`,
  }
  return (
    <div className={styles.field}>
      <label htmlFor={id}>{specName(field.name)}</label>
      {choices ? (
        <select {...shared} onChange={({ target }) => onText(target.value)}>
          {choices.map((name, value) => (
            <option key={name} value={value}>
              {name} ({value})
            </option>
          ))}
        </select>
      ) : (
        <input
          {...shared}
          className="data"
          spellCheck={false}
          autoComplete="off"
          aria-invalid={problem !== undefined}
          onChange={({ target }) => onText(target.value)}
        />
      )}
      <p id={`${id}-now`} className={`small muted anywhere ${styles.now}`}>
        On disk: <span className="data">{currentText(props)}</span>
      </p>
      <p id={`${id}-note`} className="small faint">
        {field.note} <span className={`small faint ${styles.section}`}>§{section}</span>
      </p>
      <p id={`${id}-problem`} className={`wrong small ${styles.problem}`}>
        {problem}
      </p>
    </div>
  )
}
