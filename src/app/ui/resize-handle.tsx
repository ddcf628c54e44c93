/** The upper edge of a part of the page: it is dragged, or moved with the arrow keys. */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import styles from './resize-handle.module.css'

interface ResizeHandleProps {
  /** Names what is made higher or lower. */
  readonly label: string
  /** Of that, the id: it holds the handle. */
  readonly controls: string
  /** Its height in percent of the window. */
  readonly percent: number
  readonly onChange: (percent: number) => void
}

const LEAST = 20
const MOST = 80
const STEP = 5

/** How high one may make it. */
const within = (percent: number): number => Math.min(Math.max(percent, LEAST), MOST)

export function ResizeHandle({ label, controls, percent, onChange }: ResizeHandleProps) {
  /** Where on the handle it was grabbed, below the edge. */
  const grabbed = useRef(0)
  const rect = (handle: Element) => handle.parentElement?.getBoundingClientRect()

  const onPointerDown = (event: PointerEvent<HTMLElement>) => {
    if (event.button !== 0) return
    event.currentTarget.setPointerCapture(event.pointerId)
    grabbed.current = event.clientY - (rect(event.currentTarget)?.top ?? 0)
  }
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (!event.currentTarget.hasPointerCapture(event.pointerId)) return
    const height = (rect(event.currentTarget)?.bottom ?? 0) - (event.clientY - grabbed.current)
    onChange(within((height / window.innerHeight) * 100))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return
    const moves: Readonly<Record<string, number>> = {
      ArrowUp: percent + STEP,
      ArrowDown: percent - STEP,
      Home: LEAST,
      End: MOST,
    }
    const next = moves[event.key]
    if (next === undefined) return
    event.preventDefault()
    onChange(within(next))
  }

  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule cannot be moved
    <div
      role="separator"
      tabIndex={0}
      aria-label={label}
      aria-controls={controls}
      aria-orientation="horizontal"
      aria-valuemin={LEAST}
      aria-valuemax={MOST}
      aria-valuenow={Math.round(percent)}
      aria-valuetext={`${Math.round(percent)} % of the window`}
      className={styles.handle}
      onPointerDown={onPointerDown}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  )
}
