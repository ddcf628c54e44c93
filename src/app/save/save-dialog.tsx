/** Saving a copy of the open image: where, under which name, and how far it is. */
import { useState } from 'react'
import { formatBytes } from '../../engine/bytes/format.ts'
import type { HashAlgorithm } from '../../engine/bytes/hash/hash-names.ts'
import type { UpdateWords } from '../../engine/changes/update-words.ts'
import type { SavedImage } from '../store/state.ts'
import { useActions, useApp } from '../store/use-app.ts'
import { useOpenFile } from '../store/use-open-file.ts'
import { useUpdateWords } from '../store/use-update-words.ts'
import { Dialog } from '../ui/dialog.tsx'
import styles from '../ui/dialog-body.module.css'
import { Problem } from '../ui/problem.tsx'
import { copyName } from './copy-name.ts'
import { HashChoice } from './hash-choice.tsx'
import { SaveAsDownload } from './save-as-download.tsx'
import { SaveAsPatch } from './save-as-patch.tsx'
import { SaveProgress } from './save-progress.tsx'
import { SaveToFolder } from './save-to-folder.tsx'
import { SAVE_WORDS } from './save-words.ts'

type Form = 'copy' | 'patch'
type Way = 'folder' | 'download'

interface SaveDialogProps {
  readonly what: SavedImage
  /** Begins with the patch. */
  readonly asPatch?: boolean
  readonly onClose: () => void
}

export function SaveDialog({ what, asPatch = false, onClose }: SaveDialogProps) {
  const { name, inspection, stale } = useOpenFile()
  const words = useUpdateWords()
  const save = useApp((state) => state.save)
  const { forgetSave } = useActions()
  const edits = useApp((state) => state.edits.length)
  const folders = typeof window.showDirectoryPicker === 'function'
  const [form, setForm] = useState<Form>(asPatch ? 'patch' : 'copy')
  const [way, setWay] = useState<Way>(folders ? 'folder' : 'download')
  const [hash, setHash] = useState<HashAlgorithm>()
  // Here, so that it is still there after an attempt that failed.
  const [copy, setCopy] = useState(() =>
    what === 'replayed' || what === 'salvaged' ? copyName(name, what) : name,
  )
  const running = save.status === 'running'
  const close = () => {
    forgetSave()
    onClose()
  }
  const { title, lead } = SAVE_WORDS[what]
  const isUpdate = what === 'replayed' || what === 'salvaged'
  const size = (isUpdate && inspection.update?.sizeAfter) || inspection.size
  const isPatch = form === 'patch'

  return (
    <Dialog title={isPatch ? 'Export patch' : title} closable={!running} onClose={close}>
      <p className={styles.lead}>
        {isPatch ? (
          patchLead(words)
        ) : (
          <>
            A new file of <strong>{formatBytes(size)}</strong>: {lead}
          </>
        )}
        {edits > 0 && ` The pending edits are not in it: commit them first.`}
      </p>
      {isUpdate && save.status === 'idle' && (
        <FormChoice form={form} size={size} onForm={setForm} />
      )}
      {stale !== undefined && (
        <Problem text={`${stale.why} Close this dialog and read the file again.`} />
      )}
      {isPatch && stale === undefined && <SaveAsPatch />}
      {!isPatch && folders && save.status === 'idle' && (
        <fieldset className={`stack tight ${styles.ways}`}>
          <legend className="unseen">How to save</legend>
          <label className="check">
            <input
              type="radio"
              name="way"
              checked={way === 'folder'}
              onChange={() => setWay('folder')}
            />
            Into a folder, verified afterwards
          </label>
          <label className="check">
            <input
              type="radio"
              name="way"
              checked={way === 'download'}
              onChange={() => setWay('download')}
            />
            As a download of the browser
          </label>
        </fieldset>
      )}
      {!isPatch && stale === undefined && save.status === 'idle' && (
        <>
          <HashChoice hash={hash} way={way} onHash={setHash} />
          {way === 'folder' ? (
            <SaveToFolder what={what} hash={hash} name={copy} onName={setCopy} />
          ) : (
            <SaveAsDownload key={hash} what={what} hash={hash} />
          )}
        </>
      )}
      {save.status !== 'idle' && <SaveProgress what={what} save={save} onClose={close} />}
    </Dialog>
  )
}

const patchLead = ({ agent }: UpdateWords): string =>
  `Only what ${agent} changes, and what was there before: it is applied to the original where that is, and can be taken back.`

interface FormChoiceProps {
  readonly form: Form
  /** Of a full copy. */
  readonly size: number
  readonly onForm: (form: Form) => void
}

function FormChoice({ form, size, onForm }: FormChoiceProps) {
  return (
    <fieldset className={`stack tight ${styles.ways}`}>
      <legend className="unseen">What to save</legend>
      <label className="check">
        <input type="radio" name="form" checked={form === 'copy'} onChange={() => onForm('copy')} />
        Full copy, {formatBytes(size)}
      </label>
      <label className="check">
        <input
          type="radio"
          name="form"
          data-first-focus={form === 'patch' ? '' : undefined}
          checked={form === 'patch'}
          onChange={() => onForm('patch')}
        />
        Patch only, with scripts to apply and undo it
      </label>
    </fieldset>
  )
}
