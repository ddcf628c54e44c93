/** The bytes under every screen: what is selected above is shown here. */
import { useApp } from '../hooks/use-app.ts'
import { BytesPanel } from '../views/bytes/bytes-panel.tsx'
import styles from './byte-drawer.module.css'

export function ByteDrawer() {
  const toggleDrawer = useApp((state) => state.toggleDrawer)
  return (
    <section className={styles.drawer} aria-label="Bytes" data-pane="">
      <header className={styles.header}>
        <h2>Bytes</h2>
        <button type="button" data-kind="quiet" aria-label="Hide the bytes" onClick={toggleDrawer}>
          <kbd>Ctrl J</kbd> <span aria-hidden="true">✕</span>
        </button>
      </header>
      <BytesPanel />
    </section>
  )
}
