/** Ctrl+Z and Ctrl+Y in the lab: also in its fields, since what is typed there is a change of the recipe. */
import { type KeyboardEvent, type RefObject, useEffect } from 'react'
import { findShortcut } from '../../keys/shortcuts.ts'
import { useHotkeys } from '../../keys/use-hotkeys.ts'
import { useActions } from '../../store/use-app.ts'
import { useLab } from './use-lab.ts'

/** Gives what the element of `root` does with a key. */
export function useUndoKeys(root: RefObject<HTMLElement | null>) {
  const { present } = useLab().steps
  const { undoRecipe, redoRecipe } = useActions()
  const acts = { undoRecipe, redoRecipe }
  // For those whose focus is outside of the lab.
  useHotkeys(acts)

  // Whoever was in what a change has taken away stands nowhere; so does, for a moment, whoever leaves a
  // field, but that changes nothing.
  // biome-ignore lint/correctness/useExhaustiveDependencies: it is the change that counts
  useEffect(() => {
    if (document.activeElement === document.body) root.current?.focus({ preventScroll: true })
  }, [present, root])

  return (event: KeyboardEvent) => {
    const id = findShortcut(event, ['undoRecipe', 'redoRecipe'])
    if (id !== 'undoRecipe' && id !== 'redoRecipe') return
    event.preventDefault()
    acts[id]()
  }
}
