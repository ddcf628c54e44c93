/** The recipe: as forms or as JSON, with what is wrong with it. */
import { useId } from 'react'
import type { LogEntry } from '../../../engine/log/log.ts'
import type { PlacedEntry } from '../../../worker/protocol/recipe.ts'
import { useActions } from '../../store/use-app.ts'
import { EntryList } from './form/entry-list.tsx'
import { ImageForm } from './form/image-form.tsx'
import { JsonText } from './json-text.tsx'
import styles from './lab-view.module.css'
import { ProblemList } from './problem-list.tsx'
import { useDraft, useLab } from './use-lab.ts'

const WAYS = [
  { id: 'form', name: 'Form' },
  { id: 'json', name: 'JSON' },
] as const

function WaySwitch() {
  const { shown } = useLab()
  const { showRecipe } = useActions()
  const id = useId()
  return (
    <fieldset className={styles.switch}>
      <legend className="unseen">The recipe as</legend>
      {WAYS.map(({ id: way, name }) => (
        <label key={way}>
          <input
            type="radio"
            name={id}
            value={way}
            checked={shown.as === way}
            onChange={() => showRecipe({ as: way })}
          />
          <span>{name}</span>
        </label>
      ))}
    </fieldset>
  )
}

interface RecipePanelProps {
  readonly placed: readonly PlacedEntry[]
  readonly read: readonly (LogEntry | undefined)[]
}

export function RecipePanel(props: RecipePanelProps) {
  const { shown } = useLab()
  const { notJson } = useDraft()
  const isForm = shown.as === 'form'
  return (
    <section className="panel" aria-labelledby="recipe">
      <div className="apart">
        <h2 id="recipe">Recipe</h2>
        <WaySwitch />
      </div>
      <ProblemList />
      {!isForm && <JsonText />}
      {isForm && notJson !== undefined && (
        <p className="muted">
          The form waits until the JSON can be read: else what is written there would be lost.
        </p>
      )}
      {isForm && notJson === undefined && (
        <>
          <ImageForm />
          <h2>Log entries</h2>
          <EntryList {...props} />
        </>
      )}
    </section>
  )
}
