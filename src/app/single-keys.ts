/** Whether keys that are one character alone may do something (WCAG 2.1.4): a choice, remembered here. */
const KEY = 'single-keys'

/** Where storage is forbidden they are allowed. */
export function singleKeysAllowed(): boolean {
  try {
    return localStorage.getItem(KEY) !== 'off'
  } catch {
    return true
  }
}

/** Says whether the choice could be kept. */
export function allowSingleKeys(value: boolean): boolean {
  try {
    localStorage.setItem(KEY, value ? 'on' : 'off')
    return true
  } catch {
    return false
  }
}
