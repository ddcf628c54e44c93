/** Keys as they are written on the keyboard. */
const NAMES: Readonly<Record<string, string>> = {
  ArrowUp: '↑',
  ArrowDown: '↓',
  ArrowLeft: '←',
  ArrowRight: '→',
  PageUp: 'Page Up',
  PageDown: 'Page Down',
}

const written = (shortcut: string): string =>
  shortcut
    .split('+')
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
