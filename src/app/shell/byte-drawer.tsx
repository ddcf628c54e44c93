/** The bytes under every screen: what is selected above is shown here. */
import { useId } from 'react'
import { useActions } from '../store/use-app.ts'
import { ResizeHandle } from '../ui/resize-handle.tsx'
import { BytesPanel } from '../views/bytes/bytes-panel.tsx'
import styles from './byte-drawer.module.css'

interface ByteDrawerProps {
  /** In percent of the window. */
  readonly height: number
  readonly onHeight: (percent: number) => void
}

export function ByteDrawer({ height, onHeight }: ByteDrawerProps) {
  const { toggleDrawer } = useActions()
  const id = useId()
  return (
    <section
      id={id}
      className={styles.drawer}
      aria-label="Bytes"
      data-pane=""
      style={{ height: `${height}dvh` }}
    >
      <header className={`part ${styles.header}`}>
        <h2>Bytes</h2>
        <button type="button" data-kind="quiet" aria-label="Hide the bytes" onClick={toggleDrawer}>
          <kbd>Ctrl J</kbd> <span aria-hidden="true">✕</span>
        </button>
      </header>
      <ResizeHandle
        label="Height of the bytes"
        controls={id}
        percent={height}
        onChange={onHeight}
      />
      <BytesPanel />
    </section>
  )
}
