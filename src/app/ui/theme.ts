/** The theme that the user chose, remembered in this browser. */
import { recall, remember } from './memory.ts'

export const THEMES = [
  { id: 'system', name: 'System' },
  { id: 'light', name: 'Light' },
  { id: 'dark', name: 'Dark' },
  { id: 'contrast', name: 'High contrast' },
] as const
export type ThemeId = (typeof THEMES)[number]['id']

const KEY = 'theme'

export const isTheme = (value: unknown): value is ThemeId => THEMES.some(({ id }) => id === value)

export function storedTheme(): ThemeId {
  const value = recall(KEY)
  return isTheme(value) ? value : 'system'
}

/** What is shown now; storage may not have it. */
let shown: ThemeId = 'system'

const moreContrast = () => matchMedia('(prefers-contrast: more)')

function showTheme(theme: ThemeId): void {
  shown = theme
  const { dataset } = document.documentElement
  const wanted = theme === 'system' && moreContrast().matches ? 'contrast' : theme
  if (wanted === 'system') delete dataset['theme']
  else dataset['theme'] = wanted
}

/** Shows the stored theme, and goes along with the system where it was left to that. */
export function startTheme(): void {
  showTheme(storedTheme())
  moreContrast().addEventListener('change', () => showTheme(shown))
}

export function storeTheme(theme: ThemeId): void {
  showTheme(theme)
  remember(KEY, theme)
}
