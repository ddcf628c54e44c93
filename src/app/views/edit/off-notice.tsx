/** Why nothing can be edited now, and what to do about it. */

import { mayReplayInPlace } from '../../shared/editing.ts'
import { ReplayInPlace } from '../../shared/replay-in-place.tsx'
import { useOpenFile } from '../../store/use-open-file.ts'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import styles from './edit-view.module.css'

export function OffNotice({ reason }: { readonly reason: string }) {
  const { inspection, origin } = useOpenFile()
  return (
    <section className={`banner ${styles.notice}`} aria-label="Editing is off">
      <ToneIcon sign="warning" />
      <p>{reason}</p>
      {mayReplayInPlace(inspection, origin) && <ReplayInPlace primary />}
    </section>
  )
}
