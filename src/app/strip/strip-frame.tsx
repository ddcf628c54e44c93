/** A strip: a picture of things in a row, a slider over them, and a zoom. */
import {
  type KeyboardEvent,
  type PointerEvent,
  type ReactNode,
  useEffect,
  useEffectEvent,
  useRef,
} from 'react'
import { useHotkeys } from '../keys/use-hotkeys.ts'
import { useActions } from '../store/use-app.ts'
import { useWidth } from '../ui/use-width.ts'
import { moveSlot, slotsPerCell } from './strip-cells.ts'
import styles from './strip-frame.module.css'
import { isClosest, isWhole, type StripWindow, shownSlots } from './strip-window.ts'
import { useStripWindow } from './use-strip-window.ts'

export interface StripView {
  readonly window: StripWindow
  /** Slots of one cell. */
  readonly perCell: number
  /** In pixels. */
  readonly width: number
}

interface StripFrameProps {
  readonly label: string
  /** "Show the whole log". */
  readonly wholeName: string
  /** How many things there are in the row, and which of them the slider is on. */
  readonly slots: number
  readonly slot: number
  /** The number of the first slot, for those who hear it. */
  readonly firstNumber?: number
  /** What is in it, in words. */
  readonly valueText: string
  /** What is said when the slots [first, last] are shown. */
  readonly shownText: (first: number, last: number) => string
  readonly picture: (view: StripView) => ReactNode
  /** Below its ends: of the first and the last slot that are shown. */
  readonly start: (first: number) => ReactNode
  readonly end: (last: number) => ReactNode
  readonly onSlot: (slot: number) => void
  /** Whenever other slots [first, last] are shown, or as many of them in a cell. */
  readonly onView?: (first: number, last: number, perCell: number) => void
  /** Enter, or a click on a slot. */
  readonly onOpen?: (slot: number, perCell: number) => void
}

export function StripFrame(props: StripFrameProps) {
  const { label, wholeName, slots, slot, firstNumber = 0, valueText, picture, onSlot } = props
  const root = useRef<HTMLDivElement>(null)
  const dragged = useRef(false)
  const width = useWidth(root)
  const { announce } = useActions()
  const { window, zoom } = useStripWindow(root, slots, slot)
  const whole = isWhole(window, slots)
  const closest = isClosest(window)
  const perCell = slotsPerCell(window.count, width)
  const [first, last] = shownSlots(window)
  const tell = useEffectEvent(() => {
    if (width > 0) props.onView?.(first, last, perCell)
  })
  // biome-ignore lint/correctness/useExhaustiveDependencies: these are what it tells of
  useEffect(() => tell(), [first, last, perCell, width])
  const zoomBy = (factor: number) => announce(props.shownText(...shownSlots(zoom(factor))), true)
  const zooms = [
    { name: 'Zoom out', sign: '−', off: whole, act: () => zoomBy(2) },
    { name: wholeName, sign: 'All', off: whole, act: () => zoomBy(slots) },
    { name: 'Zoom in', sign: '+', off: closest, act: () => zoomBy(0.5) },
  ] as const
  useHotkeys({ zoomOut: zooms[0].act, zoomWhole: zooms[1].act, zoomIn: zooms[2].act }, root)

  const slotUnder = (event: { readonly clientX: number }) => {
    const left = root.current?.getBoundingClientRect().left ?? 0
    const at = Math.floor(window.first + ((event.clientX - left) / width) * window.count)
    return Math.min(Math.max(at, 0), slots - 1)
  }
  const pick = (event: PointerEvent) => {
    const next = slotUnder(event)
    if (next === slot) return
    dragged.current = true
    onSlot(next)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === 'Enter') return props.onOpen?.(slot, perCell)
    const next = moveSlot(slot, event.key, slots, perCell)
    if (next === undefined) return
    event.preventDefault()
    onSlot(next)
  }

  return (
    <div className={styles.strip} ref={root}>
      {picture({ window, perCell, width })}
      <div
        role="slider"
        tabIndex={0}
        aria-label={label}
        aria-valuemin={firstNumber}
        aria-valuemax={slots - 1 + firstNumber}
        aria-valuenow={slot + firstNumber}
        aria-valuetext={valueText}
        aria-orientation="horizontal"
        className={styles.slider}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          dragged.current = false
          onSlot(slotUnder(event))
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) pick(event)
        }}
        onClick={(event) => {
          // Whoever drags looks along the strip, and wants to stay.
          if (!dragged.current) props.onOpen?.(slotUnder(event), perCell)
        }}
      />
      <div className={`small faint ${styles.ends}`}>
        <span>{props.start(first)}</span>
        {/* biome-ignore lint/a11y/useSemanticElements: not a part of a form */}
        <span role="group" aria-label="Zoom" className={styles.zoom}>
          {zooms.map(({ name, sign, off, act }) => (
            <button
              key={name}
              type="button"
              data-kind="quiet"
              aria-label={name}
              // Not `disabled`, which would take the focus from whoever has just come to the end.
              aria-disabled={off || undefined}
              title={name}
              onClick={act}
            >
              <span aria-hidden="true">{sign}</span>
            </button>
          ))}
        </span>
        <span className={styles.end}>{props.end(last)}</span>
      </div>
    </div>
  )
}
