/** The files of the guest: volumes and directories, what is in one of them, and what one file is. */
import { useMemo } from 'react'
import { useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { useUpdateWords } from '../../store/use-update-words.ts'
import { Problem } from '../../ui/problem.tsx'
import { Explorer } from './explorer.tsx'
import { Sentences } from './file-detail.tsx'
import styles from './files-view.module.css'
import { shownStates } from './shown-states.ts'
import { useVolumes } from './use-volumes.ts'
import { volumeName } from './volumes.ts'

export function FilesView() {
  const { inspection } = useOpenFile()
  const shows = useApp((app) => app.state)
  const shown = useMemo(() => shownStates(inspection, shows), [inspection, shows])
  const wanted = useApp((app) => app.guestPlace)
  const words = useUpdateWords()
  const { volumes, problems, error, loading, isAbsent } = useVolumes(shown)
  const first = volumes.find(({ files }) => files.ok)
  const place = wanted ?? (first && { volume: first.place, directory: '/' })
  const volume = volumes.find(({ place: at }) => at === place?.volume)

  return (
    <div className={`view ${styles.view}`}>
      <header>
        <h1>Files</h1>
        <p>
          What is in the file systems of the guest
          {inspection.update &&
            `, ${shown.compared ? `on disk and ${words.after}` : shown.state === 'after' ? words.after : words.without}`}
          .
        </p>
      </header>
      {error && <Problem text={error.message} />}
      {problems.length > 0 && <Sentences sentences={problems} />}
      {isAbsent && <p>The files of the guest are not in this skeleton.</p>}
      {!isAbsent && !loading && !error && volumes.length === 0 && (
        <p>There is no volume on this disk: no partition, and no file system that is known.</p>
      )}
      {volumes.length > 0 && (
        <Explorer
          volumes={volumes}
          shown={shown}
          place={place}
          name={volume ? volumeName(volume) : 'Volume'}
          why={volume && !volume.files.ok ? volume.files.reason : undefined}
          notes={volume?.files.ok ? volume.files.notes : []}
        />
      )}
    </div>
  )
}
