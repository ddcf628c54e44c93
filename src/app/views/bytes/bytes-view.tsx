/** The bytes of the whole file, reached by structure: a file is far too long for a scrollbar. */
import { exactSize } from '../../../engine/bytes/format.ts'
import { layoutOf } from '../../shared/layout/layout.ts'
import { LayoutStrip } from '../../shared/layout/layout-strip.tsx'
import { useApp } from '../../store/use-app.ts'
import { useFileSize } from '../../store/use-file-size.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { BytesPanel } from './bytes-panel.tsx'
import styles from './bytes-view.module.css'

export function BytesView() {
  const { inspection } = useOpenFile()
  const shows = useApp((app) => app.state)
  const sizes = useFileSize()
  const size = shows === 'after' ? sizes.after : sizes.before
  return (
    <div className={styles.view}>
      <header className={styles.heading}>
        <h1>Bytes</h1>
        <span className="muted numbers">{exactSize(size)}</span>
      </header>
      {inspection.outcome !== 'not-vhdx' && (
        <LayoutStrip segments={layoutOf(inspection, shows === 'before' ? 'before' : 'after')} />
      )}
      <BytesPanel />
    </div>
  )
}
