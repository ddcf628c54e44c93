/** Whether keys that are one character alone may do something (WCAG 2.1.4): a choice, remembered here. */
import { recall, remember } from '../ui/memory.ts'

const KEY = 'single-keys'

/** Where nothing is known they are allowed. */
export const singleKeysAllowed = (): boolean => recall(KEY) !== 'off'

export const allowSingleKeys = (value: boolean): void => remember(KEY, value ? 'on' : 'off')
