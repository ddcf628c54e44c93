/** A value with the way back to what it was and forward again; small changes of one thing make one step. */

/** Who goes back further than this starts anew. */
const MAX_STEPS = 200

export interface Steps<T> {
  /** Oldest first. */
  readonly past: readonly T[]
  readonly present: T
  /** Nearest first. */
  readonly future: readonly T[]
  /** What the last change was about; the next one about the same makes no step of its own. */
  readonly run: string | undefined
}

export const firstStep = <T>(present: T): Steps<T> => ({
  past: [],
  present,
  future: [],
  run: undefined,
})

/** `run` names what changes, as long as it is one change to whoever makes it: a field that is typed into. */
export function nextStep<T>(steps: Steps<T>, present: T, run?: string): Steps<T> {
  const joins = run !== undefined && run === steps.run
  const past = joins ? steps.past : [...steps.past, steps.present].slice(-MAX_STEPS)
  return { past, present, future: [], run }
}

/** The next change makes a step of its own, whatever it is about. */
export const endRun = <T>(steps: Steps<T>): Steps<T> => ({ ...steps, run: undefined })

/** The same where there is nothing to go back to. */
export function stepBack<T>(steps: Steps<T>): Steps<T> {
  const { past, present, future } = steps
  const [last] = past.slice(-1)
  if (past.length === 0) return steps
  return {
    past: past.slice(0, -1),
    present: last as T,
    future: [present, ...future],
    run: undefined,
  }
}

/** The same where there is nothing to go forward to. */
export function stepForward<T>(steps: Steps<T>): Steps<T> {
  const { past, present, future } = steps
  if (future.length === 0) return steps
  return {
    past: [...past, present],
    present: future[0] as T,
    future: future.slice(1),
    run: undefined,
  }
}
