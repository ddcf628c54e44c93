/** The recipe as JSON text: as it was typed, or written out. */
import { useId } from 'react'
import { findShortcut } from '../../keys/shortcuts.ts'
import { formatRecipe } from '../../store/lab/recipe-text.ts'
import { useActions } from '../../store/use-app.ts'
import styles from './lab-view.module.css'
import { useDraft, useLab } from './use-lab.ts'

export function JsonText() {
  const { recipe, text, notJson } = useDraft()
  const { problems } = useLab()
  const { writeRecipe: write, endRecipeRun: endRun } = useActions()
  const id = useId()
  return (
    <>
      <label className="unseen" htmlFor={id}>
        The recipe as JSON
      </label>
      <textarea
        id={id}
        data-at=""
        className={`data ${styles.json}`}
        value={text ?? formatRecipe(recipe)}
        spellCheck={false}
        autoComplete="off"
        aria-invalid={notJson !== undefined || problems.length > 0}
        onChange={({ target }) => write(target.value)}
        onBlur={endRun}
        // In text the browser itself takes back what was typed, letter by letter.
        onKeyDown={(event) => {
          if (findShortcut(event, ['undoRecipe', 'redoRecipe'])) event.stopPropagation()
        }}
      />
    </>
  )
}
