/** The workbench on the start screen: the images that the browser keeps, and the way in for others. */
import { useEffect } from 'react'
import { formatBytes } from '../../../engine/bytes/format.ts'
import { KeepProgress } from '../../save/keep-progress.tsx'
import { useChooseFor } from '../../shared/file-chooser.tsx'
import { useActions, useApp } from '../../store/use-app.ts'
import { noWorkbench } from '../../store/workbench/workbench.ts'
import { useWhenLoaded } from '../../ui/use-when-loaded.ts'
import styles from './home-view.module.css'
import { KeptRow } from './kept-row.tsx'

function List() {
  const kept = useApp((state) => state.kept)
  switch (kept.status) {
    case 'unknown':
      return null
    case 'absent':
      return <p role="status">{kept.message}</p>
    case 'failed':
      return <p role="alert">{kept.message}</p>
    case 'listed':
      return kept.images.length === 0 ? null : (
        <>
          <ul className={`frame lined ${styles.kept}`}>
            {kept.images.map((image) => (
              <KeptRow key={image.name} image={image} />
            ))}
          </ul>
          <p className={styles.hint}>
            {formatBytes(kept.images.reduce((sum, { size }) => sum + size, 0))} in all. The browser
            may drop what it keeps when it needs the room: export what you want to be sure of.
          </p>
        </>
      )
  }
}

export function KeptImages() {
  const { listKept, keepFile, forgetKeep } = useActions()
  const keeping = useApp((state) => state.keeping)
  const choose = useChooseFor((file) => void keepFile(file))
  const loaded = useWhenLoaded()
  useEffect(() => {
    if (loaded) void listKept()
  }, [loaded, listKept])
  const absent = useApp(noWorkbench) !== undefined
  const running = keeping.status === 'running'
  return (
    <section aria-labelledby="workbench" className={`part stack ${styles.workbench}`}>
      <div className={`apart ${styles.bench}`}>
        <div>
          <h2 id="workbench">Workbench</h2>
          <p className={styles.hint}>
            Copies that this browser keeps, on this machine. Only they can be changed; the file that
            a copy was made from is never touched.
          </p>
        </div>
        {!absent && (
          <button
            type="button"
            aria-disabled={running || undefined}
            onClick={running ? undefined : choose}
          >
            Import an image…
          </button>
        )}
      </div>
      {keeping.status !== 'idle' && <KeepProgress job={keeping} onClose={forgetKeep} />}
      <List />
    </section>
  )
}
