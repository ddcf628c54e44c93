/** The top of the lab: what the image is by now, the way back, and what can be taken away. */

import { type Tone, verdictOf } from '../../shared/verdict/verdict.ts'
import { errorInfo } from '../../store/error-info.ts'
import { formatRecipe } from '../../store/lab/recipe-text.ts'
import { useActions, useApp, useAppStore } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { noWorkbench } from '../../store/workbench/workbench.ts'
import { download, HANDED_OVER } from '../../ui/download.ts'
import { type Sign, ToneIcon } from '../../ui/tone-icon.tsx'
import styles from './lab-view.module.css'
import { useLab } from './use-lab.ts'

const SIGNS: Readonly<Record<Tone, Sign>> = {
  ok: 'ok',
  attention: 'warning',
  bad: 'fatal',
  neutral: 'neutral',
}

/** Always in sight: it is what every change is made for. */
export function LabVerdict() {
  const { inspection } = useOpenFile()
  const { building } = useLab()
  const { tone, title } = verdictOf(inspection)
  return (
    <p
      role="status"
      aria-label="Verdict"
      className={`frame ${styles.verdict}`}
      data-tone={tone}
      aria-busy={building}
    >
      <ToneIcon sign={SIGNS[tone]} />
      {title}
    </p>
  )
}

/** What can be taken away of the lab. */
function useDownloads() {
  const store = useAppStore()
  const { name } = useOpenFile()
  const { steps, problems } = useLab()
  const { recipe, notJson, text } = steps.present
  return {
    image: async () => {
      const { call, announce, takeRecipe } = store.getState()
      try {
        download(await call('workbench.blob', {}), name)
        takeRecipe()
        announce(
          problems.length > 0 || notJson !== undefined
            ? `The image is ${HANDED_OVER}: the one from before the recipe was wrong.`
            : `The image is ${HANDED_OVER}.`,
        )
      } catch (thrown) {
        announce(`The image could not be made. ${errorInfo(thrown).message}`)
      }
    },
    recipe: () => {
      const json = text ?? formatRecipe(recipe)
      const blob = new Blob([json], { type: 'application/json' })
      download(blob, `${name.replace(/\.a?vhdx$/i, '')}.recipe.json`)
      store.getState().takeRecipe()
      store.getState().announce(`The recipe is ${HANDED_OVER}.`)
    },
  }
}

export function LabHead() {
  const { steps } = useLab()
  const { undoRecipe: undo, redoRecipe: redo, showDialog } = useActions()
  const keepsNothing = useApp((app) => app.evidenceMode || noWorkbench(app) !== undefined)
  const downloads = useDownloads()
  return (
    <header className={`apart ${styles.head}`}>
      <h1>Lab</h1>
      <p className="actions">
        <button type="button" aria-disabled={steps.past.length === 0 || undefined} onClick={undo}>
          Undo
        </button>
        <button type="button" aria-disabled={steps.future.length === 0 || undefined} onClick={redo}>
          Redo
        </button>
        <button type="button" onClick={() => void downloads.image()}>
          Download image
        </button>
        <button type="button" onClick={downloads.recipe}>
          Download recipe
        </button>
        {!keepsNothing && (
          <button type="button" onClick={() => showDialog('keep')}>
            Keep in the workbench…
          </button>
        )}
      </p>
    </header>
  )
}
