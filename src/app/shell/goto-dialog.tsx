/** One box for every place: offsets, entries, blocks, structures, screens. */

import { type KeyboardEvent, useId, useState } from 'react'
import type { ErrorCode } from '../../engine/codes/error-code.ts'
import { useCodes } from '../shared/codes/use-codes.ts'
import { viewsOf } from '../store/navigation/availability.ts'
import { readGoto } from '../store/navigation/goto.ts'
import type { GotoResult } from '../store/state.ts'
import { useApp, useAppStore } from '../store/use-app.ts'
import { useOpenFile } from '../store/use-open-file.ts'
import { Dialog } from '../ui/dialog.tsx'
import styles from './goto-dialog.module.css'
import { type GotoOption, gotoForms, gotoOptions } from './goto-options.ts'
import { useDiskGoto } from './use-disk-goto.ts'

export function GotoDialog({ onClose }: { readonly onClose: () => void }) {
  const store = useAppStore()
  const { inspection, origin } = useOpenFile()
  const state = useApp((app) => app.state)
  const view = useApp((app) => app.view)
  const gotoDisk = useDiskGoto()
  const [typed, setTyped] = useState('')
  const [active, setActive] = useState(0)
  const [reason, setReason] = useState<string>()
  const [shownCode, setShownCode] = useState<ErrorCode>()
  const codes = useCodes()
  const table = typeof codes === 'object' ? codes : undefined
  const id = useId()
  const options = gotoOptions(typed, inspection, {
    state: state === 'before' ? 'before' : 'after',
    viewIds: viewsOf(origin),
    view,
    code: table?.readCode(typed),
  })
  const chosen = options[Math.min(active, options.length - 1)]

  const run = async (option: GotoOption | undefined) => {
    if (option?.kind === 'code') {
      setShownCode(option.entry)
      return
    }
    const { goto, select, show } = store.getState()
    let result: GotoResult = { ok: true }
    if (option?.kind === 'disk') result = await gotoDisk(option.text)
    else if (option?.kind === 'place' || option === undefined) {
      result = await goto(option?.text ?? typed, readGoto)
    }
    if (!result.ok) {
      setReason(result.reason)
      return
    }
    if (option?.kind === 'structure') select(option.range, { reveal: true })
    if (option?.kind === 'view') show(option.view, { lead: true })
    onClose()
  }

  const onKeyDown = (event: KeyboardEvent) => {
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (event.key === 'Enter') {
      event.preventDefault()
      void run(chosen)
    } else if (step !== undefined && options.length > 0) {
      event.preventDefault()
      setActive((active + step + options.length) % options.length)
    }
  }

  if (shownCode && table) {
    // A dialog of its own, so that the focus goes into it and back to where it was before the first.
    return (
      <Dialog key="code" title="Error code" onClose={onClose}>
        <table.CodeAnswer entry={shownCode} />
      </Dialog>
    )
  }

  return (
    <Dialog key="goto" title="Go to" onClose={onClose}>
      <input
        className={styles.input}
        data-first-focus=""
        role="combobox"
        aria-label="Place, structure or screen"
        aria-expanded={options.length > 0}
        aria-controls={id}
        aria-autocomplete="list"
        aria-activedescendant={chosen && `${id}-${options.indexOf(chosen)}`}
        aria-describedby={reason === undefined ? undefined : `${id}-reason`}
        placeholder={
          view === 'disk' ? '0x100000, 36MiB, lba:2048, part:1…' : '0x110000, 36MiB, bat:17, log…'
        }
        autoComplete="off"
        spellCheck={false}
        value={typed}
        onChange={({ target }) => {
          setTyped(target.value)
          setActive(0)
          setReason(undefined)
        }}
        onKeyDown={onKeyDown}
      />
      <p id={`${id}-reason`} className={`wrong ${styles.reason}`} role="alert">
        {reason}
      </p>
      <div id={id} className={styles.options} role="listbox" aria-label="Places">
        {options.map((option, index) => (
          // biome-ignore lint/a11y/useFocusableInteractive: the focus stays in the box (aria-activedescendant)
          // biome-ignore lint/a11y/useKeyWithClickEvents: the keys are heard in the box
          <div
            key={option.label}
            id={`${id}-${index}`}
            role="option"
            aria-selected={option === chosen}
            onClick={() => void run(option)}
          >
            {option.label}
            {option.kind === 'structure' && <span className="data">{option.hint}</span>}
          </div>
        ))}
      </div>
      <dl className={`small muted ${styles.forms}`}>
        {gotoForms(view).map(({ form, means }) => (
          <div key={means}>
            <dt className="data">{form}</dt>
            <dd>{means}</dd>
          </div>
        ))}
      </dl>
    </Dialog>
  )
}
