/** What an update changes as a small file, with scripts that apply it to the original where it is. */
import { useEffect, useState } from 'react'
import { formatBytes } from '../../engine/bytes/format.ts'
import type { PatchFiles } from '../../worker/protocol/patch.ts'
import type { Progress } from '../../worker/protocol/protocol.ts'
import { errorInfo } from '../store/error-info.ts'
import { useAppStore } from '../store/use-app.ts'
import { useOpenFile } from '../store/use-open-file.ts'
import { useUpdateWords } from '../store/use-update-words.ts'
import styles from '../ui/dialog-body.module.css'
import { Problem } from '../ui/problem.tsx'
import { ProgressBar } from '../ui/progress.tsx'
import { PatchFileRow } from './patch-file-row.tsx'
import { patchCommands, patchNames } from './patch-names.ts'

type Made =
  | { readonly status: 'making'; readonly progress: Progress | undefined }
  | { readonly status: 'made'; readonly files: PatchFiles }
  | { readonly status: 'failed'; readonly message: string }

/** Made when it is looked at: only then is known how large it is. */
function usePatch(): Made {
  const store = useAppStore()
  const [made, setMade] = useState<Made>({ status: 'making', progress: undefined })
  useEffect(() => {
    const abort = new AbortController()
    const { signal } = abort
    const onProgress = (progress: Progress) => {
      if (!signal.aborted) setMade({ status: 'making', progress })
    }
    const { call } = store.getState()
    call('patch.make', {}, { signal, onProgress }).then(
      (files) => {
        if (!signal.aborted) setMade({ status: 'made', files })
      },
      (thrown: unknown) => {
        if (!signal.aborted) setMade({ status: 'failed', message: errorInfo(thrown).message })
      },
    )
    return () => abort.abort()
  }, [store])
  return made
}

export function SaveAsPatch() {
  const made = usePatch()
  const { agent } = useUpdateWords()
  return (
    <div className={`stack ${styles.form}`}>
      {made.status === 'failed' && <Problem text={made.message} />}
      {made.status === 'making' && (
        <>
          <p role="status">Comparing what {agent} writes with what is there…</p>
          {made.progress && <ProgressBar {...made.progress} label="Comparing" />}
        </>
      )}
      {made.status === 'made' && <PatchRows files={made.files} />}
    </div>
  )
}

function PatchRows({ files: { patch, scripts } }: { readonly files: PatchFiles }) {
  const { name, inspection } = useOpenFile()
  const isSalvage = inspection.update?.kind === 'salvage'
  const names = patchNames(name, isSalvage)
  const commands = patchCommands(name, { isSalvage })
  return (
    <>
      <p role="status">
        The patch has <strong>{formatBytes(patch.size)}</strong>. It fits this file as it is now:
        size and all old bytes are compared before anything is written, and any other file is
        refused.
      </p>
      <ul className={`stack loose ${styles.files}`}>
        {scripts && (
          <>
            <PatchFileRow
              blob={scripts.powershell}
              name={names.powershell}
              what="Windows, with nothing else installed"
              command={commands.powershell}
            />
            <PatchFileRow
              blob={scripts.sh}
              name={names.sh}
              what="Linux, macOS, a NAS: any POSIX shell"
              command={commands.sh}
            />
          </>
        )}
        <PatchFileRow
          blob={patch}
          name={names.patch}
          what={
            scripts
              ? 'For the command line of VHDX Inspector'
              : 'For the command line of VHDX Inspector; too large for a script'
          }
          command={commands.cli}
        />
      </ul>
      <p className="muted">
        Shut down what has the file open, copy one of these beside it and run its command. Whoever
        is interrupted runs it again; with --undo, in PowerShell -Undo, it brings the file back as
        it is now, as long as nothing else has written to it.
      </p>
    </>
  )
}
