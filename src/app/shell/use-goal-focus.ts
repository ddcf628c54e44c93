/** Takes the focus to where somebody was led: to the byte, to the log entry, or at least to the screen. */
import { type RefObject, useEffect } from 'react'
import type { Goal } from '../store/state.ts'
import { useActions, useApp } from '../store/use-app.ts'

/** What has the focus on the screen that the goal is on; the first that is there. */
const PLACES: Readonly<Record<Goal, readonly string[]>> = {
  screen: [],
  // The caret is there once the bytes are; the grid hands the focus on to it.
  bytes: ['[data-caret]', '[role="grid"]'],
  disk: ['[data-goal="disk"] [data-caret]', '[data-goal="disk"] [role="grid"]'],
  entry: ['[role="slider"]'],
}

/** `screen` is the part of the page that shows one screen or another. */
export function useGoalFocus(screen: RefObject<HTMLElement | null>): void {
  const goal = useApp((state) => state.goal)
  const dialog = useApp((state) => state.dialog)
  const { arrive } = useActions()
  useEffect(() => {
    // A dialog that is closed gives the focus back first.
    if (goal === undefined || dialog !== undefined || !screen.current) return
    let target: HTMLElement | null = null
    for (const place of PLACES[goal]) target ??= screen.current.querySelector<HTMLElement>(place)
    ;(target ?? screen.current).focus()
    arrive()
  }, [goal, dialog, arrive, screen])
}
