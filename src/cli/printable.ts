/** Text from a file, made harmless for a terminal. */
import { visibleText } from '../engine/bytes/visible-text.ts'

/** One line; a control character is shown as `\x1b`. */
export const printable = (text: string): string => visibleText(text, { for: 'terminal' })
