/** F6 and Shift+F6 go from pane to pane: every element with `data-pane`, in the order of the page. */
import { useHotkeys } from './use-hotkeys.ts'

const FOCUSABLE =
  'a[href], button:not(:disabled), input:not(:disabled, [tabindex="-1"]), select, [tabindex="0"]'

function cycle(step: 1 | -1): void {
  const panes = [...document.querySelectorAll<HTMLElement>('[data-pane]')]
  const here = panes.findIndex((pane) => pane.contains(document.activeElement))
  const start = here < 0 && step < 0 ? 0 : here
  const pane = panes[(start + step + panes.length) % panes.length]
  const target = pane?.querySelector<HTMLElement>(FOCUSABLE) ?? pane
  target?.focus()
}

export function usePanes(): void {
  useHotkeys({ nextPane: () => cycle(1), previousPane: () => cycle(-1) })
}
