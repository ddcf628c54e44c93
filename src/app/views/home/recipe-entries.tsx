/** The ways into the log lab: from nothing, and from a recipe in a file. */
import { useRef } from 'react'
import { useActions } from '../../store/use-app.ts'

export function RecipeEntries() {
  const { composeLog, openRecipeFile } = useActions()
  const input = useRef<HTMLInputElement>(null)
  return (
    <>
      <p className="actions">
        <button type="button" onClick={() => void composeLog()}>
          Compose a log…
        </button>
        <button type="button" onClick={() => input.current?.click()}>
          Open a recipe…
        </button>
      </p>
      <input
        ref={input}
        type="file"
        accept=".json,application/json"
        className="unseen"
        tabIndex={-1}
        aria-hidden="true"
        aria-label="Recipe file"
        onChange={({ target }) => {
          const file = target.files?.[0]
          // Without this the same file could not be chosen twice.
          target.value = ''
          if (file) void openRecipeFile(file)
        }}
      />
    </>
  )
}
