/** The bytes of the file, and beside them those with what a log entry would write. */
import { type KeyboardEvent, useRef, useState } from 'react'
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import type { State } from '../../../engine/inspect/inspection.ts'
import { ComparedPanes } from '../../hex/compared-panes.tsx'
import { caretRange, moveOffset } from '../../hex/hex-caret.ts'
import { comparedLines } from '../../hex/hex-lines.ts'
import styles from '../../hex/hex-view.module.css'
import { bytesAround, sliceOf } from '../../hex/use-byte-window.ts'
import { useHexCaret } from '../../hex/use-hex-caret.ts'
import { useHexLayout } from '../../hex/use-hex-layout.ts'
import { useHexWheel } from '../../hex/use-hex-wheel.ts'
import { useFileSize } from '../../store/use-file-size.ts'
import { usePage } from '../../store/use-page.ts'

const LABELS = {
  before: { first: 'on disk', title: 'On disk' },
  after: { first: 'after replay', title: 'After replay' },
} as const

interface EntryHexProps {
  /** Of the entry, in the log. */
  readonly position: number
  /** What it is compared with. */
  readonly state: State
  /** Bytes of the file that one descriptor is about. */
  readonly range: ByteRange
}

export function EntryHex({ position, state, range }: EntryHexProps) {
  const panes = useRef<HTMLDivElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const probe = useRef<HTMLSpanElement>(null)
  const room = useHexLayout(box, probe, 2)
  const [selection, setSelection] = useState<ByteRange>({ offset: range.offset, length: 1 })
  const base = useFileSize()[state]
  // The entry may write behind the end of the file.
  const size = Math.max(base, range.offset + range.length)
  const { bytesPerRow, lines } = room
  const rows = room.sideBySide ? lines : Math.floor(lines / 2)
  const shape = { size, bytesPerRow, rows, structure: range }
  const { caret, top, moveTo, scrollBy } = useHexCaret(shape, selection, setSelection)
  const length = lines * bytesPerRow
  const old = usePage('file.read', withState(bytesAround(top, length, base), state))
  const around = bytesAround(top, length, size)
  const now = usePage('log.withEntry', around && { position, state, ...around })
  useHexWheel(panes, scrollBy, true)

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey) return
    const next = moveOffset(caret.at, event.key, event.ctrlKey || event.metaKey, shape)
    if (next === undefined) return
    event.preventDefault()
    moveTo(next, event.shiftKey)
  }

  const error = old.error ?? now.error
  const { first, title } = LABELS[state]
  return (
    <div className={`column ${styles.view}`}>
      {error && (
        <p className="wrong" role="alert">
          {error.message}
        </p>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of the grids inside */}
      <div className={styles.panes} ref={panes} onKeyDown={onKeyDown} data-panes={room.sideBySide}>
        <div className={styles.box} ref={box}>
          <span className={styles.probe} ref={probe} aria-hidden="true" />
        </div>
        <ComparedPanes
          shared={{
            layout: room,
            caret: caret.at,
            selection: caretRange(caret),
            field: undefined,
            busy: old.loading || now.loading,
            onPoint: (offset, extend) => moveTo(Math.min(offset, size - 1), extend),
          }}
          labels={{
            one: 'Bytes, with the entry',
            earlier: `Bytes, ${first}`,
            earlierTitle: title,
            later: 'Bytes, with the entry',
            both: `Bytes, ${first} and with the entry`,
            title: 'With this entry (history)',
          }}
          compared={comparedLines(
            { top, bytesPerRow, lines, size },
            sliceOf(old.data, old.params, base),
            sliceOf(now.data, now.params, size),
          )}
          room={room}
        />
      </div>
    </div>
  )
}

const withState = (range: ByteRange | undefined, state: State) => range && { state, ...range }
