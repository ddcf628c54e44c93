/** While a file is opened: for most it is gone before it can be read. */
import { formatBytes } from '../../../engine/bytes/format.ts'
import { PageFrame } from '../../shared/page-frame.tsx'
import { useActions, useApp } from '../../store/use-app.ts'
import { ProgressBar } from '../../ui/progress.tsx'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import styles from './notice.module.css'

export function OpeningView() {
  const session = useApp((state) => state.session)
  const { close } = useActions()
  const name = session.status === 'empty' ? '' : session.name
  const { done, total } = (session.status === 'opening' && session.progress) || {
    done: 0,
    total: 0,
  }
  return (
    <PageFrame>
      <div className={`frame stack wide ${styles.notice}`} aria-busy="true">
        <h1>
          Opening <UntrustedText text={name} />
        </h1>
        <ProgressBar label="Opening" done={done} total={total} />
        <p className="row loose">
          <button type="button" onClick={close}>
            Cancel
          </button>
          <span className="muted">{done > 0 ? `${formatBytes(done)} read` : ''}</span>
        </p>
      </div>
    </PageFrame>
  )
}
