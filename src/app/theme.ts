/** The theme that the user chose, remembered in this browser. */
export const THEMES = [
  { id: 'system', name: 'System' },
  { id: 'light', name: 'Light' },
  { id: 'dark', name: 'Dark' },
  { id: 'contrast', name: 'High contrast' },
] as const
export type ThemeId = (typeof THEMES)[number]['id']

const KEY = 'theme'

export const isTheme = (value: unknown): value is ThemeId => THEMES.some(({ id }) => id === value)

/** Storage may be forbidden; then the choice lasts as long as the page. */
export function storedTheme(): ThemeId {
  try {
    const value = localStorage.getItem(KEY)
    return isTheme(value) ? value : 'system'
  } catch {
    return 'system'
  }
}

export function applyTheme(theme: ThemeId): void {
  if (theme === 'system') delete document.documentElement.dataset['theme']
  else document.documentElement.dataset['theme'] = theme
}

export function storeTheme(theme: ThemeId): void {
  applyTheme(theme)
  try {
    localStorage.setItem(KEY, theme)
  } catch {
    // Nothing is lost but the memory of the choice.
  }
}
