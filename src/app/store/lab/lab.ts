/** The log lab: a recipe that is changed step by step, and the image that is made of it each time. */
import { errorInfo, hasCode } from '../error-info.ts'
import type { AppState, GetState, SetState } from '../state.ts'
import { endRun, firstStep, nextStep, type Steps, stepBack, stepForward } from '../steps.ts'
import { whenCalm } from '../when-calm.ts'
import type { Lab, LabActions, LabDraft } from './lab-state.ts'
import { BLANK_RECIPE, readProblems, readRecipeText } from './recipe-text.ts'

/** Somebody who types has stopped for so long. */
const CALM_MS = 150

/** No recipe that somebody has written is longer, in bytes. */
const MAX_RECIPE_FILE = 16 * 1024 * 1024

const draftOf = (recipe: unknown, base?: string): LabDraft => ({
  recipe,
  base,
  text: undefined,
  notJson: undefined,
})

/** What `text` makes of a draft. */
function written(draft: LabDraft, text: string): LabDraft {
  const read = readRecipeText(text)
  return read.ok
    ? { ...draft, recipe: read.recipe, text, notJson: undefined }
    : { ...draft, text, notJson: read.reason }
}

/** The lab of the image that is open. */
export const labOf = ({ lab, session }: Pick<AppState, 'lab' | 'session'>): Lab | undefined =>
  session.status === 'open' && lab?.opened === session.opened ? lab : undefined

/** Whether closing the image would lose changes of its recipe. */
export function losesRecipe(state: Pick<AppState, 'lab' | 'session'>): boolean {
  const lab = labOf(state)
  return lab !== undefined && lab.steps.present !== lab.taken
}

export function labActions(set: SetState, get: GetState): LabActions {
  let making = false

  const change = (to: (lab: Lab) => Partial<Lab>) =>
    set((state) => {
      const lab = labOf(state)
      return lab ? { lab: { ...lab, ...to(lab) } } : {}
    })

  /** Makes the image of the newest draft; one at a time, since only the last one counts. */
  const make = async (): Promise<void> => {
    const lab = labOf(get())
    if (!lab || making) return
    const { present } = lab.steps
    const { recipe, base, notJson } = present
    if (notJson !== undefined) {
      change(() => ({ building: false }))
      return
    }
    making = true
    let problems: Lab['problems'] = []
    try {
      await get().renew('recipe.open', { recipe, base }, { kind: 'recipe', recipe, base })
    } catch (thrown) {
      const { message } = errorInfo(thrown)
      problems = hasCode(thrown, 'bad-recipe') ? readProblems(message) : [{ path: '', message }]
    } finally {
      making = false
    }
    if (labOf(get())?.steps.present === present) change(() => ({ problems, building: false }))
    else await make()
  }
  const makeSoon = whenCalm(() => void make(), CALM_MS)

  const go = (to: (steps: Steps<LabDraft>) => Steps<LabDraft>) => {
    const before = labOf(get())?.steps
    if (!before) return
    const steps = to(before)
    if (steps === before) return
    change(() => ({ steps, building: true }))
    makeSoon()
  }

  const start = (draft: LabDraft, problems: Lab['problems'] = []) => {
    const { session } = get()
    if (session.status !== 'open') return
    const { opened } = session
    const shown = { as: draft.notJson === undefined ? 'form' : 'json', entry: undefined } as const
    const steps = firstStep(draft)
    set({ lab: { opened, steps, problems, building: false, shown, taken: draft } })
  }

  /** Opens what the recipe makes, with the lab in front. */
  const openIn = async (recipe: unknown, name: string): Promise<void> => {
    const opening = get().openRecipe(recipe, name)
    get().show('lab')
    await opening
  }

  return {
    composeLog: () => openIn(BLANK_RECIPE, 'composed.vhdx'),

    async openRecipeFile(file) {
      const { announce } = get()
      if (file.size > MAX_RECIPE_FILE) {
        announce('This file is too large to be a recipe.')
        return
      }
      let text: string
      try {
        text = await file.text()
      } catch (thrown) {
        announce(`The recipe was not read. ${errorInfo(thrown).message}`)
        return
      }
      const name = `${file.name.replace(/(\.recipe)?\.json$/i, '')}.vhdx`
      const draft = written(draftOf(BLANK_RECIPE), text)
      await openIn(draft.recipe, name)
      const { session } = get()
      if (session.status === 'failed' && session.error.code === 'bad-recipe') {
        await openIn(BLANK_RECIPE, name)
        start(draft, readProblems(session.error.message))
      } else start(draft)
    },

    async startLab() {
      const { session, call } = get()
      if (session.status !== 'open' || session.origin.kind !== 'recipe') return
      const { recipe, base } = session.origin
      const made = recipe ?? (await call('recipe.read', {}))?.recipe
      if (labOf(get()) === undefined) start(draftOf(made, base))
    },

    changeRecipe(to, run) {
      go((steps) => {
        const { recipe, base } = steps.present
        const changed = to(recipe)
        return changed === recipe ? steps : nextStep(steps, draftOf(changed, base), run)
      })
    },

    writeRecipe(text) {
      go((steps) => nextStep(steps, written(steps.present, text), 'text'))
    },

    setBase(base) {
      go((steps) => nextStep(steps, { ...steps.present, base }))
    },

    takeRecipe() {
      change(({ steps }) => ({ taken: steps.present }))
    },

    showRecipe(shown) {
      change((lab) => ({ shown: { ...lab.shown, ...shown } }))
    },

    endRecipeRun() {
      if (labOf(get())?.steps.run === undefined) return
      change(({ steps }) => ({ steps: endRun(steps) }))
    },

    undoRecipe() {
      go(stepBack)
    },

    redoRecipe() {
      go(stepForward)
    },
  }
}
