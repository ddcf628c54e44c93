/** Top bar and footer of the screens that have no file to show. */
import type { ReactNode } from 'react'
import { useActions, useApp } from '../store/use-app.ts'
import { ThemeMenu } from '../ui/theme-menu.tsx'
import { AppVersion } from './app-version.tsx'
import { Brand } from './brand.tsx'
import styles from './page-frame.module.css'

export function PageFrame({ children }: { readonly children: ReactNode }) {
  const { showDialog } = useActions()
  const startsOffline = useApp((state) => state.startsOffline)
  return (
    <div className={styles.frame}>
      <header className={`apart ${styles.bar}`}>
        <Brand />
        <span className="line tight">
          <button type="button" data-kind="quiet" onClick={() => showDialog('shortcuts')}>
            Keys <kbd>?</kbd>
          </button>
          <ThemeMenu />
        </span>
      </header>
      <main className={styles.main}>{children}</main>
      <footer className={styles.footer}>
        <span>Opens files for reading only</span>
        <span>Sends nothing: the work is done in this browser</span>
        {startsOffline && <span>Starts without a network</span>}
        <AppVersion />
      </footer>
    </div>
  )
}
