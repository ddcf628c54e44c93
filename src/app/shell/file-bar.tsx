/** The top of an open file: its name and size, the state that is shown, and the ways to other places. */
import { formatBytes, formatCount } from '../../engine/bytes/format.ts'
import { Brand } from '../shared/brand.tsx'
import { useActions, useApp } from '../store/use-app.ts'
import { useOpenFile } from '../store/use-open-file.ts'
import { noWorkbench } from '../store/workbench/workbench.ts'
import { ThemeMenu } from '../ui/theme-menu.tsx'
import { UntrustedText } from '../ui/untrusted-text.tsx'
import styles from './file-bar.module.css'
import { StateSwitch } from './state-switch.tsx'

export function FileBar() {
  const { name, inspection, origin } = useOpenFile()
  const kept = origin.kind === 'kept'
  const evidenceMode = useApp((state) => state.evidenceMode)
  const noPlace = useApp(noWorkbench)
  const { close, showDialog, show, announce } = useActions()
  const keep = () => {
    if (noPlace === undefined) showDialog('keep')
    else announce(noPlace)
  }
  return (
    <header className={`apart ${styles.bar}`} data-pane="">
      <div className={styles.file}>
        <Brand short />
        <strong className={styles.name}>
          <UntrustedText text={name} />
        </strong>
        <span className={`muted ${styles.size}`} title={`${formatCount(inspection.size)} bytes`}>
          {formatBytes(inspection.size)}
        </span>
        <button type="button" data-kind="quiet" aria-label="Close the file" onClick={close}>
          <span aria-hidden="true">✕</span>
        </button>
        {kept && (
          <span
            className={`small muted ${styles.mark}`}
            title="In the workbench: may be changed. The file that it was made from stays as it is."
          >
            Workbench
          </span>
        )}
      </div>
      <StateSwitch />
      <div className="row tight">
        <button type="button" onClick={() => showDialog('goto')}>
          Go to… <kbd>Ctrl G</kbd>
        </button>
        {kept && (
          <button
            type="button"
            data-kind="quiet"
            title="Save this image as a file"
            onClick={() => showDialog('export')}
          >
            Export…
          </button>
        )}
        {!kept && !evidenceMode && !inspection.skeleton && (
          <button
            type="button"
            data-kind="quiet"
            aria-disabled={noPlace !== undefined || undefined}
            title={noPlace ?? 'Keep a copy in the workbench'}
            onClick={keep}
          >
            Keep…
          </button>
        )}
        <button type="button" data-kind="quiet" onClick={() => show('report')}>
          Report
        </button>
        <button
          type="button"
          data-kind="quiet"
          aria-label="Keys"
          title="Keys"
          onClick={() => showDialog('shortcuts')}
        >
          <kbd>?</kbd>
        </button>
        <ThemeMenu />
      </div>
    </header>
  )
}
