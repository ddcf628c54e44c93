/** The field under the cursor: its value, what the format says about it, and where. */

import { visibleText } from '../../../engine/bytes/visible-text.ts'
import type { Place } from '../../../engine/places/place.ts'
import { fieldOf } from '../../shared/place.ts'
import styles from './bytes-panel.module.css'

interface FieldNoteProps {
  readonly place: Place | undefined
  /** Says so, where what is shown beside it is something else. */
  readonly onDisk: boolean
}

export function FieldNote({ place, onDisk }: FieldNoteProps) {
  const field = fieldOf(place)
  const section = place?.path.findLast((step) => step.section !== undefined)?.section
  return (
    <div className={`muted anywhere ${styles.field}`}>
      {field ? (
        <>
          <p>
            <strong>{visibleText(field.name)}</strong>{' '}
            <bdi className="data">{visibleText(field.value ?? '')}</bdi>
            {onDisk && ' on disk'}
          </p>
          {field.note && <p>{field.note}</p>}
        </>
      ) : (
        <p>No field of the format is here.</p>
      )}
      {section && <p className="faint">MS-VHDX §{section}</p>}
    </div>
  )
}
