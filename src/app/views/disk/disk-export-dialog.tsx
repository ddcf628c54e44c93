/** Exporting the virtual disk, or a part of it: which, in which state, and where to. */

import { useState } from 'react'
import { upperFirst } from '../../../engine/bytes/format.ts'
import type { HashAlgorithm } from '../../../engine/bytes/hash/hash-names.ts'
import type { State } from '../../../engine/inspect/inspection.ts'
import type { VolumesOfStates } from '../../../worker/protocol/disk.ts'
import { HashChoice } from '../../save/hash-choice.tsx'
import { SaveAsDownload } from '../../save/save-as-download.tsx'
import { SaveProgress } from '../../save/save-progress.tsx'
import { SaveToFolder } from '../../save/save-to-folder.tsx'
import { SAVE_WORDS } from '../../save/save-words.ts'
import { ChainRisk } from '../../shared/chain/chain-risk.tsx'
import { useActions, useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { useUpdateWords } from '../../store/use-update-words.ts'
import { Dialog } from '../../ui/dialog.tsx'
import dialogStyles from '../../ui/dialog-body.module.css'
import { Problem } from '../../ui/problem.tsx'
import styles from './disk-view.module.css'
import { formatLead, formatWish, RAW } from './export-format.ts'
import { chosenPart, exportName, type PartChoice } from './export-part.ts'
import { FormatFields } from './format-fields.tsx'
import { PartFields } from './part-fields.tsx'

interface DiskExportDialogProps {
  /** That is shown, and so chosen at first. */
  readonly state: State
  readonly volumes: VolumesOfStates | undefined
  readonly onClose: () => void
}

const WHOLE: PartChoice = { kind: 'disk', partition: 0, offset: '0', length: '1MiB' }

export function DiskExportDialog({ state: shown, volumes, onClose }: DiskExportDialogProps) {
  const { name: source, inspection } = useOpenFile()
  const words = useUpdateWords()
  const save = useApp((app) => app.save)
  const { forgetSave } = useActions()
  const folders = typeof window.showDirectoryPicker === 'function'
  const [choice, setChoice] = useState(WHOLE)
  const [format, setFormat] = useState(RAW)
  const [state, setState] = useState(shown)
  const [way, setWay] = useState<'folder' | 'download'>(folders ? 'folder' : 'download')
  const [hash, setHash] = useState<HashAlgorithm>()
  const [typed, setTyped] = useState<string>()
  const parts = volumes?.[state]?.volumes ?? []
  const { geometry } = (state === 'after' ? inspection.after : undefined) ?? inspection.before
  const isSalvaged = state === 'after' && inspection.salvage !== undefined
  const part = chosenPart(choice, geometry?.virtualDiskSize ?? 0, parts)
  const told = part.ok
    ? formatLead(format.format, part.range.length, geometry?.logicalSectorSize ?? 512)
    : part
  const name =
    typed ?? exportName({ source, part: choice, volumes: parts, format: format.format, isSalvaged })
  const what = format.format === 'raw' ? 'disk' : 'image'
  const disk = part.ok && told.ok ? { state, ...part.range, ...formatWish(format) } : undefined
  const close = () => {
    forgetSave()
    onClose()
  }

  return (
    <Dialog title={SAVE_WORDS[what].title} closable={save.status !== 'running'} onClose={close}>
      {save.status === 'idle' && (
        <>
          <PartFields choice={choice} volumes={parts} onChoice={setChoice} />
          <FormatFields
            choice={format}
            blockSize={geometry?.blockSize ?? 0}
            state={state}
            onChoice={setFormat}
          />
          {inspection.update && (
            <fieldset className={`stack ${styles.part}`}>
              <legend>State</legend>
              {(['before', 'after'] as const).map((id) => (
                <label key={id} className="check">
                  <input
                    type="radio"
                    name="state"
                    checked={state === id}
                    onChange={() => {
                      setState(id)
                      // What is free in one state may be in use in the other.
                      setFormat({ ...format, dropsFree: false })
                    }}
                  />
                  {id === 'after'
                    ? upperFirst(words.after)
                    : inspection.update?.kind === 'salvage'
                      ? 'On disk'
                      : 'On disk, without the replay'}
                </label>
              ))}
            </fieldset>
          )}
          {folders && (
            <fieldset className={`stack tight ${dialogStyles.ways}`}>
              <legend>How to save</legend>
              {(['folder', 'download'] as const).map((id) => (
                <label key={id} className="check">
                  <input type="radio" name="way" checked={way === id} onChange={() => setWay(id)} />
                  {id === 'folder'
                    ? 'Into a folder, read back afterwards'
                    : 'As a download of the browser'}
                </label>
              ))}
            </fieldset>
          )}
          <HashChoice hash={hash} way={way} onHash={setHash} />
          <ChainRisk />
          {told.ok ? (
            <p className={dialogStyles.lead}>{upperFirst(told.lead)}</p>
          ) : (
            <Problem text={told.reason} />
          )}
          {disk && way === 'folder' && (
            <SaveToFolder what={what} disk={disk} hash={hash} name={name} onName={setTyped} />
          )}
          {disk && way === 'download' && (
            <SaveAsDownload
              key={JSON.stringify([disk, hash])}
              what={what}
              disk={disk}
              hash={hash}
              name={name}
            />
          )}
        </>
      )}
      {save.status !== 'idle' && <SaveProgress what={what} save={save} onClose={close} />}
    </Dialog>
  )
}
