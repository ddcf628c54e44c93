/** For who has an error code and does not know yet what it is about. */
import { useId, useState } from 'react'
import { useCodes } from '../../shared/codes/use-codes.ts'
import styles from './code-field.module.css'

export function CodeField() {
  const [typed, setTyped] = useState('')
  const id = useId()
  return (
    <section className={styles.code} aria-label="Error code">
      <p className={styles.field}>
        <label htmlFor={id}>An error code, such as 0xC03A000E</label>
        <input
          id={id}
          className="data"
          autoComplete="off"
          spellCheck={false}
          value={typed}
          onChange={({ target }) => setTyped(target.value)}
        />
      </p>
      <div aria-live="polite">{typed.trim() !== '' && <Answer text={typed} />}</div>
    </section>
  )
}

function Answer({ text }: { readonly text: string }) {
  const codes = useCodes()
  if (codes === 'loading') return null
  if (codes === 'missing') return <p>The table of codes could not be loaded.</p>
  const { readCode, CodeAnswer } = codes
  return <CodeAnswer entry={readCode(text)} />
}
