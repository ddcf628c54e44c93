/** Choices, and texts of the user, that are kept in this browser, unless nothing is to be remembered. */

/** What was chosen since the page was loaded; storage may not have it. */
const chosen = new Map<string, string>()
let forgetful = false

/** From now on choices last as long as the page. What was remembered before stays. */
export function rememberNothing(nothing: boolean): void {
  forgetful = nothing
}

/** Storage may be forbidden; then only what was chosen on this page is known. */
export function recall(key: string): string | undefined {
  const value = chosen.get(key)
  if (value !== undefined) return value
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

export function remember(key: string, value: string): void {
  chosen.set(key, value)
  if (forgetful) return
  try {
    localStorage.setItem(key, value)
  } catch {
    // It lasts as long as the page.
  }
}

/** What `keepText` kept. */
export function keptText(key: string): string | undefined {
  try {
    return localStorage.getItem(key) ?? undefined
  } catch {
    return undefined
  }
}

/** Says whether the browser has it now. */
export function keepText(key: string, text: string): boolean {
  if (forgetful) return false
  try {
    localStorage.setItem(key, text)
    return true
  } catch {
    return false
  }
}

/** Also while nothing is to be remembered. */
export function forgetText(key: string): void {
  try {
    localStorage.removeItem(key)
  } catch {
    // Then nothing was kept.
  }
}
