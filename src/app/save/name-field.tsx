/** The name of what is saved, and what is wrong with it or worth knowing. */
import { useId } from 'react'

interface NameFieldProps {
  readonly label: string
  readonly name: string
  readonly problem: string | undefined
  readonly hint: string
  readonly onName: (name: string) => void
}

export function NameField({ label, name, problem, hint, onName }: NameFieldProps) {
  const id = useId()
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <input
        id={id}
        data-first-focus=""
        value={name}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={problem !== undefined}
        aria-describedby={`${id}-problem`}
        onChange={({ target }) => onName(target.value)}
      />
      <p id={`${id}-problem`} className={problem ? 'wrong' : 'muted'}>
        {problem ?? hint}
      </p>
    </>
  )
}
