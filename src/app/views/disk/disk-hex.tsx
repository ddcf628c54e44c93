/** The bytes of the virtual disk, as a guest reads them. */
import { type KeyboardEvent, useRef } from 'react'
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import type { State } from '../../../engine/inspect/inspection.ts'
import { usePage } from '../../hooks/use-page.ts'
import { caretRange, moveOffset } from '../../widgets/hex-caret.ts'
import { plainLines } from '../../widgets/hex-lines.ts'
import { HexPane } from '../../widgets/hex-pane.tsx'
import styles from '../../widgets/hex-view.module.css'
import { bytesAround, sliceOf } from '../../widgets/use-byte-window.ts'
import { useHexCaret } from '../../widgets/use-hex-caret.ts'
import { useHexLayout } from '../../widgets/use-hex-layout.ts'
import { useHexWheel } from '../../widgets/use-hex-wheel.ts'

interface DiskHexProps {
  readonly state: State
  /** Of the disk, in bytes; above 0. */
  readonly size: number
  readonly selection: ByteRange
  readonly onSelect: (range: ByteRange) => void
  /** What the selection is, for those who hear it. */
  readonly field: string
}

export function DiskHex({ state, size, selection, onSelect, field }: DiskHexProps) {
  const panes = useRef<HTMLDivElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const probe = useRef<HTMLSpanElement>(null)
  const layout = useHexLayout(box, probe, 1)
  const { bytesPerRow, lines } = layout
  const shape = { size, bytesPerRow, rows: lines, structure: undefined }
  const { caret, top, moveTo, scrollBy } = useHexCaret(shape, selection, onSelect)
  const range = bytesAround(top, lines * bytesPerRow, size)
  const { data, params, error, loading } = usePage('readDisk', range && { state, ...range })
  useHexWheel(panes, scrollBy, true)

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey) return
    const ctrl = event.ctrlKey || event.metaKey
    const next = moveOffset(caret.at, event.key, ctrl, shape)
    if (next === undefined) return
    event.preventDefault()
    moveTo(next, event.shiftKey)
  }

  const slice = sliceOf(data, params, size)
  return (
    <div className={styles.view}>
      {error && (
        <p className={styles.error} role="alert">
          {error.message}
        </p>
      )}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of the grid inside */}
      <div className={styles.panes} ref={panes} onKeyDown={onKeyDown}>
        <div className={styles.box} ref={box}>
          <span className={styles.probe} ref={probe} aria-hidden="true" />
        </div>
        <HexPane
          label={state === 'after' ? 'Bytes of the disk, after replay' : 'Bytes of the disk'}
          title={undefined}
          lines={plainLines({ top, bytesPerRow, lines, size }, slice)}
          layout={layout}
          caret={caret.at}
          selection={caretRange(caret)}
          field={field}
          busy={loading}
          onPoint={(offset, extend) => moveTo(Math.min(offset, size - 1), extend)}
        />
      </div>
    </div>
  )
}
