/** Binds shortcuts to what they do: everywhere, or while focus is inside one element. */
import { type RefObject, useEffectEvent, useLayoutEffect } from 'react'
import { findShortcut, isSingleKey, isUndo, type ShortcutId } from './shortcuts.ts'
import { singleKeysAllowed } from './single-keys.ts'

export type Hotkeys = Partial<Readonly<Record<ShortcutId, (event: KeyboardEvent) => void>>>

const isTyping = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  (target.isContentEditable || target.matches('textarea, select, input:not([type="checkbox"])'))

/** What the browser itself takes back. */
const isText = (target: EventTarget | null): boolean =>
  isTyping(target) && !(target instanceof HTMLSelectElement)

const inDialog = (): boolean => document.querySelector('dialog:modal') !== null

/**
 * Without `pane` the keys work everywhere but in dialogs. Keys that are one character do nothing
 * while somebody types, and nothing at all where the user turned them off.
 */
export function useHotkeys(hotkeys: Hotkeys, pane?: RefObject<HTMLElement | null>): void {
  const onKeyDown = useEffectEvent((event: KeyboardEvent) => {
    if (event.defaultPrevented || event.isComposing || (!pane && inDialog())) return
    if (isSingleKey(event) && (isTyping(event.target) || !singleKeysAllowed())) return
    if (isUndo(event) && isText(event.target)) return
    const id = findShortcut(event, Object.keys(hotkeys) as ShortcutId[])
    const handler = id && hotkeys[id]
    if (!handler) return
    event.preventDefault()
    handler(event)
  })

  // Before the screen is painted: who sees it may press a key at once.
  useLayoutEffect(() => {
    const target: HTMLElement | Window = pane?.current ?? window
    const listener = (event: Event) => onKeyDown(event as KeyboardEvent)
    target.addEventListener('keydown', listener)
    return () => target.removeEventListener('keydown', listener)
  }, [pane])
}
