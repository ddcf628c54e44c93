/** Binds shortcuts to what they do: everywhere, or while focus is inside one element. */
import { type RefObject, useEffectEvent, useLayoutEffect } from 'react'
import { findShortcut, isSingleKey, isUndo, type ShortcutId } from './shortcuts.ts'
import { singleKeysAllowed } from './single-keys.ts'

export type Hotkeys = Partial<Readonly<Record<ShortcutId, (event: KeyboardEvent) => void>>>

/** Inputs that take no characters. Any type not in this list, known or not, is a text field. */
const WITHOUT_TEXT: ReadonlySet<string> = new Set([
  'button',
  'checkbox',
  'color',
  'file',
  'hidden',
  'image',
  'radio',
  'range',
  'reset',
  'submit',
])

/** Where the browser itself undoes what was typed. */
const isText = (target: EventTarget | null): boolean => {
  if (target instanceof HTMLInputElement) return !WITHOUT_TEXT.has(target.type)
  if (target instanceof HTMLTextAreaElement) return true
  return target instanceof HTMLElement && target.isContentEditable
}

/** Whether a character means something there: letters choose in a list of options, too. */
const isTyping = (target: EventTarget | null): boolean =>
  isText(target) || target instanceof HTMLSelectElement

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
