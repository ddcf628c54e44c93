/** Keys as they are written on the keyboard. */
import { partsOf } from './shortcuts.ts'

const NAMES: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
}

const written = (shortcut: string): string =>
  partsOf(shortcut)
    .map((key) => NAMES[key] ?? key)
    .join(' ')

export function Keys({ keys }: { readonly keys: readonly string[] }) {
  return keys.map((shortcut, index) => (
    <span key={shortcut}>
      {index > 0 && ' '}
      <kbd>{written(shortcut)}</kbd>
    </span>
  ))
}
