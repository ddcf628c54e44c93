/** The box that a volume is searched from. */
import { type RefObject, useState } from 'react'
import styles from './files-view.module.css'

interface SearchFormProps {
  readonly input: RefObject<HTMLInputElement | null>
  /** Empty to end a search. */
  readonly onSearch: (text: string) => void
}

export function SearchForm({ input, onSearch }: SearchFormProps) {
  const [typed, setTyped] = useState('')
  return (
    <form
      className={`row tight ${styles.search}`}
      aria-label="Search by name"
      onSubmit={(event) => {
        event.preventDefault()
        onSearch(typed)
      }}
    >
      <input
        ref={input}
        type="search"
        aria-label="Name to search for in all of the volume"
        placeholder="Search by name  ( / )"
        spellCheck={false}
        autoComplete="off"
        value={typed}
        onChange={({ target }) => setTyped(target.value)}
      />
      <button type="submit" disabled={typed === ''}>
        Search
      </button>
    </form>
  )
}
