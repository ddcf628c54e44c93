/** A file that could not be read: why, what to do, and once more. */

import { CopyButton } from '../../shared/copy-button.tsx'
import { useChooseFile } from '../../shared/file-chooser.tsx'
import { PageFrame } from '../../shared/page-frame.tsx'
import { useActions, useApp } from '../../store/use-app.ts'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import { adviceFor } from './advice.ts'
import styles from './notice.module.css'

export function FailureView() {
  const session = useApp((state) => state.session)
  const { reopen, close } = useActions()
  const choose = useChooseFile()
  if (session.status !== 'failed') return null
  const { title, steps } = adviceFor(session.error.code)
  return (
    <PageFrame>
      <div className={`frame stack wide ${styles.notice}`} role="alert">
        <h1>
          <span className="wrong" aria-hidden="true">
            ✕{' '}
          </span>
          {title}
        </h1>
        <p>
          <strong>
            <UntrustedText text={session.name} />
          </strong>
          : {session.error.message}
        </p>
        {steps.length > 0 && (
          <ul>
            {steps.map(({ text, command }) => (
              <li key={text}>
                {text}
                {command && (
                  <span>
                    <code>{command}</code> <CopyButton text={command} what="the command" />
                  </span>
                )}
              </li>
            ))}
          </ul>
        )}
        <p className="row loose">
          <button type="button" data-kind="primary" onClick={() => void reopen()}>
            Try again
          </button>
          <button type="button" onClick={choose}>
            Choose file…
          </button>
          <button type="button" data-kind="quiet" onClick={close}>
            Close
          </button>
        </p>
      </div>
    </PageFrame>
  )
}
