/** The ring of the log, drawn straight: what lies where, tail and head, and a slider over its slots. */
import { type KeyboardEvent, type PointerEvent, useId, useRef } from 'react'
import { formatHex } from '../../engine/bytes/format.ts'
import { LOG_SECTOR_SIZE } from '../../engine/format/layout.ts'
import type { LogReport } from '../../engine/inspect/inspection.ts'
import styles from './log-strip.module.css'
import { SlotBox, SlotPatterns } from './slot-fill.tsx'
import { moveSlot, slotOf, slotsPerCell, stripSpans } from './strip-cells.ts'
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

const HEIGHT = 36
/** Room above and below the cells for tail, head and cursor. */
const EDGE = 16
/** Of a mark with the longest sequence number. */
const LABEL_WIDTH = 220

export function LogStrip(props: LogStripProps) {
  const { log, starts, slot, valueText, selected, summary, onSlot } = props
  const root = useRef<HTMLDivElement>(null)
  const width = useWidth(root)
  const id = useId()
  const slots = log.slots.length
  const perCell = slotsPerCell(slots, width)
  const single = perCell === 1
  const scale = width / slots
  const x = (at: number) => at * scale
  const startSlots = new Set(single ? starts.map(slotOf) : [])
  const spans = stripSpans(log.slots, perCell, startSlots)

  const pick = (event: PointerEvent) => {
    const left = root.current?.getBoundingClientRect().left ?? 0
    const at = Math.floor((event.clientX - left) / scale)
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
  const marks = active
    ? [
        { name: 'tail', glyph: '▽', at: active.tail, number: active.firstSequenceNumber, y: 11 },
        { name: 'head', glyph: '▲', at: active.head, number: active.lastSequenceNumber, y: 64 },
      ]
    : []
  const end = selected && selected.position + selected.length
  const pieces =
    selected && end !== undefined
      ? [
          { from: selected.position, to: Math.min(end, log.region.length) },
          ...(end > log.region.length ? [{ from: 0, to: end - log.region.length }] : []),
        ]
      : []

  return (
    <div className={styles.strip} ref={root}>
      <svg
        className={styles.picture}
        width={width}
        height={HEIGHT + 2 * EDGE}
        role="img"
        aria-label={summary}
      >
        <SlotPatterns id={id} />
        {spans.map(({ kind, from, to }) => (
          <SlotBox
            key={from}
            kind={kind}
            patterns={id}
            x={x(from) + (startSlots.has(from) ? 1 : 0)}
            y={EDGE}
            width={Math.max(x(to) - x(from) - (startSlots.has(from) ? 1 : 0), 1)}
            height={HEIGHT}
          />
        ))}
        {[...startSlots].map((start) => (
          <rect
            key={start}
            className={styles.header}
            x={x(start)}
            y={EDGE - 3}
            width={2}
            height={HEIGHT + 6}
          />
        ))}
        <rect
          className={styles.border}
          x={0.5}
          y={EDGE - 0.5}
          width={Math.max(width - 1, 0)}
          height={HEIGHT + 1}
        />
        {marks.map(({ name, glyph, at, number, y }) => {
          // Inside of the picture, where the glyph would be cut off.
          const place = Math.min(Math.max(x(slotOf(at) + 0.5), 6), width - 6)
          const fits = place + LABEL_WIDTH < width
          return (
            <g key={name} className={styles.mark}>
              <text x={place} y={y} textAnchor="middle">
                {glyph}
              </text>
              <text x={fits ? place + 8 : place - 8} y={y} textAnchor={fits ? 'start' : 'end'}>
                {name} {number.toString()}
              </text>
            </g>
          )
        })}
        {pieces.map(({ from, to }) => (
          <rect
            key={from}
            className={styles.selected}
            x={x(slotOf(from)) - 1}
            y={EDGE - 3}
            width={Math.max(x(slotOf(to)) - x(slotOf(from)) + 2, 4)}
            height={HEIGHT + 6}
          />
        ))}
        <path className={styles.cursor} d={`M${x(slot + 0.5)} ${EDGE + HEIGHT - 7}l-4.5 7h9z`} />
      </svg>
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
      <p className={styles.ends}>
        <span className="data">log+{formatHex(0)}</span>
        <span>
          {wraps && 'The active sequence goes on at the start. '}
          <span title="The log is a ring: behind its end comes its start" aria-hidden="true">
            ⟲
          </span>{' '}
          <span className="data">log+{formatHex((slots - 1) * LOG_SECTOR_SIZE)}</span>
        </span>
      </p>
    </div>
  )
}
