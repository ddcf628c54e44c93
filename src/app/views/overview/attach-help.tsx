/** Below a clean and sound verdict: what keeps Windows from attaching an image, that no image shows. */
import { useState } from 'react'
import {
  ATTACH_INTRO,
  ATTACH_OBSTACLES,
  ATTACH_TITLE,
  type AttachObstacle,
} from '../../../engine/codes/attach-help.ts'
import { refusalOf } from '../../../engine/codes/attach-words.ts'
import { CopyButton } from '../../shared/copy-button.tsx'
import { useOpenFile } from '../../store/use-open-file.ts'
import styles from './overview-view.module.css'

export function AttachHelp() {
  const { outcome, verdict } = useOpenFile().inspection
  const [open, setOpen] = useState(false)
  if (outcome !== 'clean' || verdict.condition !== 'sound') return null
  return (
    <details
      className={`part frame ${styles.panel}`}
      onToggle={({ currentTarget }) => setOpen(currentTarget.open)}
    >
      <summary>{ATTACH_TITLE}</summary>
      {open && (
        <div className="stack loose">
          <p className="prose wide">{ATTACH_INTRO}</p>
          {ATTACH_OBSTACLES.map((obstacle) => (
            <Obstacle key={obstacle.title} obstacle={obstacle} />
          ))}
        </div>
      )}
    </details>
  )
}

function Obstacle({ obstacle }: { readonly obstacle: AttachObstacle }) {
  const { title, cause, shows, sign, mends, note } = obstacle
  return (
    <section className="stack tight">
      <h3>{title}</h3>
      <p className="prose wide">
        {cause} <span className="muted">Windows says {refusalOf(obstacle)}.</span>
      </p>
      <dl className="terms">
        <div>
          <dt>Shows it</dt>
          <dd>
            <code>{shows}</code> <CopyButton text={shows} what={`what shows it: ${title}`} />{' '}
            <span className="muted">It is so where {sign}.</span>
          </dd>
        </div>
        <div>
          <dt>Mends it</dt>
          <dd>
            <code>{mends}</code> <CopyButton text={mends} what={`what mends it: ${title}`} />
          </dd>
        </div>
      </dl>
      {note && <p className="muted prose wide">{note}</p>}
    </section>
  )
}
