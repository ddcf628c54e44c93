/** Text that comes from a file: kept apart from the text around it, its control characters made visible. */

import { visibleText } from '../../engine/bytes/visible-text.ts'
import styles from './untrusted-text.module.css'

export function UntrustedText({ text }: { readonly text: string }) {
  return <bdi className={styles.text}>{visibleText(text)}</bdi>
}
