/** Bytes with what they mean: the Bytes screen, and the drawer under every other one. */
import { useState } from 'react'
import { formatBytes, formatHex } from '../../../engine/bytes/format.ts'
import { CopyMenu } from '../../hex/copy-menu.tsx'
import { HexView } from '../../hex/hex-view.tsx'
import { useCopyBytes } from '../../hex/use-copy-bytes.ts'
import { findShortcut } from '../../keys/shortcuts.ts'
import { editingOff } from '../../shared/editing.ts'
import { placeWords, structureOf } from '../../shared/place.ts'
import type { ShownState } from '../../store/state.ts'
import { useActions, useApp } from '../../store/use-app.ts'
import { useFileSize } from '../../store/use-file-size.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { usePage } from '../../store/use-page.ts'
import { ByteInspector } from './byte-inspector.tsx'
import styles from './bytes-panel.module.css'
import { FieldNote } from './field-note.tsx'
import { PlacePath } from './place-path.tsx'
import { TypingNote } from './typing-note.tsx'
import { useStructureKeys } from './use-structure-keys.ts'

export function BytesPanel() {
  const shows = useApp((app) => app.state)
  const edits = useApp((app) => app.edits.length)
  const selection = useApp((app) => app.selection)
  const { showDialog } = useActions()
  // What the replay adds exists only afterwards; what it keeps is the same in both.
  const state = shows === 'before' ? 'before' : 'after'
  const upTo = useApp((app) => (state === 'after' ? app.upTo : undefined))
  const size = useFileSize()[state]
  const here = selection ?? { offset: 0, length: 1 }
  const { data: place, params } = usePage(
    'space.locate',
    here.offset < size ? { state, upTo, offset: here.offset } : undefined,
  )
  const editable = useEditable(shows)
  const edited = editable && edits > 0
  const reading = edited ? 'edited' : state
  const copying = useCopyBytes(reading)
  const [typing, setTyping] = useState(false)
  const onKeyDown = useStructureKeys({ state, place, size })

  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: the keys of the grid inside
    <div
      className={`column ${styles.panel}`}
      onKeyDown={(event) => {
        if (editable && findShortcut(event, ['typeBytes'])) {
          event.preventDefault()
          setTyping(!typing)
        } else onKeyDown(event)
      }}
    >
      <div className={`apart ${styles.bar}`}>
        <PlacePath place={place} />
        <span className="row tight">
          <span className={`muted ${styles.range}`}>
            <span className="data">{formatHex(here.offset)}</span> · {formatBytes(here.length)}
          </span>
          <CopyMenu range={here} copying={copying} />
          {editable && (
            <button type="button" aria-pressed={typing} onClick={() => setTyping(!typing)}>
              Type over <kbd>F2</kbd>
            </button>
          )}
          <button type="button" onClick={() => showDialog('goto')}>
            Go to…
          </button>
        </span>
      </div>
      {editable && <TypingNote typing={typing} />}
      <div className={styles.body} data-wide={shows === 'compare'}>
        <HexView
          shows={shows}
          edited={edited}
          typing={editable && typing}
          structure={structureOf(place)}
          field={params?.offset === here.offset ? placeWords(place) : undefined}
        />
        <div className={`stack ${styles.aside}`}>
          <FieldNote place={place} onDisk={edited} />
          <ByteInspector reading={reading} offset={here.offset} size={size} />
        </div>
      </div>
    </div>
  )
}

/** Whether the bytes that are shown can be typed over. */
function useEditable(shows: ShownState): boolean {
  const { inspection, origin } = useOpenFile()
  return origin.kind === 'kept' && shows === 'before' && editingOff(inspection) === undefined
}
