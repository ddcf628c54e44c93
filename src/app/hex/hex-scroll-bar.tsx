/** Where in all bytes a hex view is: a bar that is dragged, clicked, or moved with the keys. */
import { type KeyboardEvent, type PointerEvent, useRef, useState } from 'react'
import { formatHex } from '../../engine/bytes/format.ts'
import { barStart, lowestTop, startAtBar } from './hex-caret.ts'
import styles from './hex-scroll-bar.module.css'
import type { HexScroll } from './use-hex-caret.ts'

interface HexScrollBarProps {
  readonly scroll: HexScroll
  /** The id of what it scrolls. */
  readonly controls: string
}

export function HexScrollBar({ scroll, controls }: HexScrollBarProps) {
  const { shape, top, scrollBy, scrollTo } = scroll
  const { size, bytesPerRow, rows } = shape
  /** Where on the thumb it was grabbed, in pixels below its upper edge; `undefined` while it is not dragged. */
  const grabbed = useRef<number>(undefined)
  const [dragging, setDragging] = useState(false)
  const lowest = lowestTop(shape)
  if (lowest === 0) return null
  const share = barStart(top, shape)

  const drag = ({ currentTarget: track, clientY }: PointerEvent<HTMLElement>) => {
    const thumb = track.querySelector('[data-thumb]')?.getBoundingClientRect()
    const bounds = track.getBoundingClientRect()
    if (!thumb || grabbed.current === undefined) return
    const room = bounds.height - thumb.height
    if (room > 0) scrollTo(startAtBar((clientY - grabbed.current - bounds.top) / room, shape))
  }
  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    const thumb = event.currentTarget.querySelector('[data-thumb]')?.getBoundingClientRect()
    const at = event.clientY - (thumb?.top ?? 0)
    const height = thumb?.height ?? 0
    // Outside of the thumb its middle comes to where the pointer is.
    grabbed.current = at >= 0 && at <= height ? at : height / 2
    setDragging(true)
    drag(event)
  }
  const onEnd = () => {
    grabbed.current = undefined
    setDragging(false)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const moves: Readonly<Record<string, () => void>> = {
      ArrowUp: () => scrollBy(-1),
      ArrowDown: () => scrollBy(1),
      PageUp: () => scrollBy(-rows),
      PageDown: () => scrollBy(rows),
      Home: () => scrollTo(0),
      End: () => scrollTo(lowest),
    }
    const move = moves[event.key]
    if (!move) return
    event.preventDefault()
    move()
  }

  const last = Math.min(top + rows * bytesPerRow, size) - 1
  return (
    <div
      role="scrollbar"
      tabIndex={0}
      aria-label="Position"
      aria-controls={controls}
      aria-orientation="vertical"
      aria-valuemin={0}
      aria-valuemax={lowest}
      aria-valuenow={top}
      aria-valuetext={`${formatHex(top)} to ${formatHex(last)} of ${formatHex(size)}`}
      className={styles.track}
      onPointerDown={onPointerDown}
      onPointerMove={(event) => {
        if (event.currentTarget.hasPointerCapture(event.pointerId)) drag(event)
      }}
      onLostPointerCapture={onEnd}
      onKeyDown={onKeyDown}
    >
      <span style={{ flexGrow: share }} />
      <span
        data-thumb=""
        className={styles.thumb}
        style={{ height: `${((rows * bytesPerRow) / size) * 100}%` }}
      >
        {dragging && (
          <span className={styles.place} aria-hidden="true">
            {formatHex(top)}
          </span>
        )}
      </span>
      <span style={{ flexGrow: 1 - share }} />
    </div>
  )
}
