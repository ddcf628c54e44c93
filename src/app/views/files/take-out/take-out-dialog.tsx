/** Taking files out: into a folder, as a download, or as an archive. */
import { useState } from 'react'
import { formatBytes, plural } from '../../../../engine/bytes/format.ts'
import type { HashAlgorithm } from '../../../../engine/bytes/hash/hash-names.ts'
import { readingTitle } from '../../../../engine/changes/update-words.ts'
import type { State } from '../../../../engine/inspect/inspection.ts'
import { HashChoice } from '../../../save/hash-choice.tsx'
import { useApp } from '../../../store/use-app.ts'
import { useUpdateWords } from '../../../store/use-update-words.ts'
import { Dialog } from '../../../ui/dialog.tsx'
import styles from '../../../ui/dialog-body.module.css'
import { UntrustedText } from '../../../ui/untrusted-text.tsx'
import { TakeAsDownload } from './take-as-download.tsx'
import { TakeToFolder } from './take-to-folder.tsx'

export type TakeWay = 'folder' | 'download' | 'tar'

export interface Taken {
  readonly path: string
  /** Empty of a root. */
  readonly name: string
  readonly isFile: boolean
  /** Bytes, of a file or of its stream. */
  readonly size: bigint | undefined
  /** The stream to extract in place of the main content; only as a download. */
  readonly stream?: string
}

/** As NTFS tools write it: `file:stream`. */
const fullName = ({ path, stream }: Taken): string =>
  stream === undefined ? path : `${path}:${stream}`

interface TakeOutDialogProps {
  readonly items: readonly Taken[]
  readonly volume: number
  readonly volumeName: string
  /** In which it may be taken out; the first one that is proposed is the last. */
  readonly states: readonly State[]
  readonly way: TakeWay
  readonly onClose: () => void
}

const WAYS: Readonly<Record<TakeWay, string>> = {
  folder: 'Into a folder, each file with its name',
  download: 'As a download of the browser',
  tar: 'As one archive (tar), with times, permissions and links',
}

export function TakeOutDialog(props: TakeOutDialogProps) {
  const { items, volume, volumeName, states, onClose } = props
  const words = useUpdateWords()
  const isRunning = useApp((app) => app.save.status === 'running')
  const hasFolders = typeof window.showDirectoryPicker === 'function'
  const [only] = items.length === 1 ? items : []
  const ways = (['folder', 'download', 'tar'] as const).filter((id) =>
    id === 'download'
      ? only?.isFile
      : only?.stream === undefined && (id !== 'folder' || hasFolders),
  )
  const [way, setWay] = useState<TakeWay>(
    ways.includes(props.way) ? props.way : (ways.at(-1) ?? 'tar'),
  )
  const [state, setState] = useState<State>(states.at(-1) ?? 'before')
  const [hash, setHash] = useState<HashAlgorithm>()
  const [isDone, setDone] = useState(false)
  const wish = { state, volume, paths: items.map(({ path }) => path) }
  const size = only?.size
  return (
    <Dialog title="Take out" closable={!isRunning} onClose={onClose}>
      <p className={styles.lead}>
        {only ? (
          <strong className="anywhere">
            {only.name === '' ? `All of ${volumeName}` : <UntrustedText text={fullName(only)} />}
          </strong>
        ) : (
          <strong>{plural(items.length, 'item')}</strong>
        )}
        {size !== undefined && `, ${formatBytes(Number(size))}`}. Nothing is opened or run, and the
        image is not changed.
      </p>
      {!isDone && !isRunning && (
        <>
          {ways.length > 1 && (
            <fieldset className={`stack tight ${styles.ways}`}>
              <legend className="unseen">How to take it out</legend>
              {ways.map((id) => (
                <label key={id} className="check">
                  <input
                    type="radio"
                    name="way"
                    data-first-focus={id === way ? '' : undefined}
                    checked={way === id}
                    onChange={() => setWay(id)}
                  />
                  {WAYS[id]}
                </label>
              ))}
            </fieldset>
          )}
          {states.length > 1 && (
            <fieldset className={`stack tight ${styles.ways}`}>
              <legend>State</legend>
              {states.map((each) => (
                <label key={each} className="check">
                  <input
                    type="radio"
                    name="taken-state"
                    checked={state === each}
                    onChange={() => setState(each)}
                  />
                  {readingTitle(each, words)}
                </label>
              ))}
            </fieldset>
          )}
          <HashChoice hash={hash} way={way === 'folder' ? 'folder' : 'download'} onHash={setHash} />
        </>
      )}
      {way === 'folder' ? (
        <TakeToFolder wish={wish} hash={hash} onDone={setDone} onClose={onClose} />
      ) : (
        <TakeAsDownload
          key={JSON.stringify([way, state, hash])}
          wish={wish}
          file={way === 'download' ? only : undefined}
          name={only && only.name !== '' ? only.name : volumeName}
          hash={hash}
        />
      )}
    </Dialog>
  )
}
