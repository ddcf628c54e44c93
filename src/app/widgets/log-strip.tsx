/** The ring of the log, drawn straight: what lies where, a slider over its slots, and a zoom. */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react'
import { formatCount, formatHex } from '../../engine/bytes/format.ts'
import { LOG_SECTOR_SIZE } from '../../engine/format/layout.ts'
import type { LogReport } from '../../engine/inspect/inspection.ts'
import { useApp } from '../hooks/use-app.ts'
import { useHotkeys } from '../hooks/use-hotkeys.ts'
import styles from './log-strip.module.css'
import { moveSlot, slotOf, slotsPerCell } from './strip-cells.ts'
import { StripPicture } from './strip-picture.tsx'
import { isClosest, isWhole, shownSlots } from './strip-window.ts'
import { useStripWindow } from './use-strip-window.ts'
import { useWidth } from './use-width.ts'

interface LogStripProps {
  readonly log: LogReport
  /** Positions at which entries begin; drawn where every slot has its own cell. */
  readonly starts: readonly number[]
  /** The slot that the slider is on. */
  readonly slot: number
  /** What is in it, in words. */
  readonly valueText: string
  /** The entry that is looked at. */
  readonly selected: { readonly position: number; readonly length: number } | undefined
  readonly summary: string
  readonly onSlot: (slot: number) => void
}

export function LogStrip(props: LogStripProps) {
  const { log, starts, slot, valueText, selected, summary, onSlot } = props
  const root = useRef<HTMLDivElement>(null)
  const width = useWidth(root)
  const announce = useApp((state) => state.announce)
  const slots = log.slots.length
  const { window, zoom } = useStripWindow(root, slots, slot)
  const whole = isWhole(window, slots)
  const closest = isClosest(window)
  const perCell = slotsPerCell(window.count, width)
  const [first, last] = shownSlots(window)
  const zoomBy = (factor: number) => {
    const [from, to] = shownSlots(zoom(factor))
    announce(`Slots ${formatCount(from + 1)} to ${formatCount(to + 1)} are shown.`, true)
  }
  const zooms = [
    { name: 'Zoom out', sign: '−', off: whole, act: () => zoomBy(2) },
    { name: 'Show the whole log', sign: 'All', off: whole, act: () => zoomBy(slots) },
    { name: 'Zoom in', sign: '+', off: closest, act: () => zoomBy(0.5) },
  ] as const
  useHotkeys({ zoomOut: zooms[0].act, zoomWhole: zooms[1].act, zoomIn: zooms[2].act }, root)

  const pick = (event: PointerEvent) => {
    const left = root.current?.getBoundingClientRect().left ?? 0
    const at = Math.floor(window.first + ((event.clientX - left) / width) * window.count)
    onSlot(Math.min(Math.max(at, 0), slots - 1))
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const next = moveSlot(slot, event.key, slots, perCell)
    if (next === undefined) return
    event.preventDefault()
    onSlot(next)
  }

  const { active } = log
  const wraps = active !== undefined && active.head < active.tail

  return (
    <div className={styles.strip} ref={root}>
      <StripPicture
        log={log}
        window={window}
        perCell={perCell}
        width={width}
        starts={starts.map(slotOf)}
        slot={slot}
        selected={selected}
        summary={summary}
      />
      <div
        role="slider"
        tabIndex={0}
        aria-label="Slot of the log"
        aria-valuemin={1}
        aria-valuemax={slots}
        aria-valuenow={slot + 1}
        aria-valuetext={valueText}
        aria-orientation="horizontal"
        className={styles.slider}
        onKeyDown={onKeyDown}
        onPointerDown={(event) => {
          event.currentTarget.setPointerCapture(event.pointerId)
          pick(event)
        }}
        onPointerMove={(event) => {
          if (event.currentTarget.hasPointerCapture(event.pointerId)) pick(event)
        }}
      />
      <div className={styles.ends}>
        <span className="data">log+{formatHex(first * LOG_SECTOR_SIZE)}</span>
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
        <span className={styles.end}>
          {wraps && 'The active sequence goes on at the start. '}
          {last === slots - 1 && (
            <span title="The log is a ring: behind its end comes its start" aria-hidden="true">
              ⟲{' '}
            </span>
          )}
          <span className="data">log+{formatHex(last * LOG_SECTOR_SIZE)}</span>
        </span>
      </div>
    </div>
  )
}
