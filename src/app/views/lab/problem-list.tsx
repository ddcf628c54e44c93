/** All that is wrong with the recipe, each with the way to its field. */
import { plural } from '../../../engine/bytes/format.ts'
import { visibleText } from '../../../engine/bytes/visible-text.ts'
import type { RecipeProblem } from '../../../engine/compose/recipe.ts'
import { useActions } from '../../store/use-app.ts'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { entryOf } from './form/recipe-edit.ts'
import styles from './lab-view.module.css'
import { useLead } from './lead.ts'
import { useDraft, useLab } from './use-lab.ts'

const MOST_SHOWN = 8

export function ProblemList() {
  const { problems, shown } = useLab()
  const { notJson } = useDraft()
  const { showRecipe } = useActions()
  const lead = useLead()
  const all: readonly RecipeProblem[] =
    notJson === undefined ? problems : [{ path: '', message: notJson }]
  const go = (path: string) => {
    const entry = entryOf(path)
    if (entry !== undefined) showRecipe({ entry })
    lead(shown.as === 'json' ? '' : path)
  }
  return (
    <div
      role="status"
      aria-label="Problems"
      className={`stack tight anywhere ${styles.problems}`}
      data-any={all.length > 0 || undefined}
    >
      {all.length > 0 && (
        <>
          <p className={styles.problemsLead}>
            <ToneIcon sign="error" />
            <span>
              {plural(all.length, 'thing is', 'things are')} wrong with the recipe. Until that is
              mended, the image is the one from before.
            </span>
          </p>
          <ul>
            {all.slice(0, MOST_SHOWN).map(({ path, message }) => (
              <li key={`${path} ${message}`}>
                {path !== '' && (
                  <button type="button" data-kind="link" onClick={() => go(path)}>
                    <span className="data">{visibleText(path)}</span>
                  </button>
                )}{' '}
                {visibleText(message)}
              </li>
            ))}
          </ul>
          {all.length > MOST_SHOWN && <p>And {all.length - MOST_SHOWN} more.</p>}
        </>
      )}
    </div>
  )
}
