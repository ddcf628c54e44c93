/** The picture of the strip: the slots of the log by kind, its tail and head, and where one is. */
import { useId } from 'react'
import type { LogReport } from '../../../engine/inspect/inspection.ts'
import { CELL_HEIGHT, EDGE, StripDrawing } from '../../strip/strip-drawing.tsx'
import { type StripWindow, shownSlots } from '../../strip/strip-window.ts'
import styles from './log-strip.module.css'
import { slotOf, stripSpans } from './ring-spans.ts'
import { SlotBox, SlotPatterns } from './slot-fill.tsx'

interface StripPictureProps {
  readonly log: LogReport
  readonly window: StripWindow
  /** Slots of one cell. */
  readonly perCell: number
  /** In pixels. */
  readonly width: number
  /** Slots at which entries begin; drawn where every slot has its own cell. */
  readonly starts: readonly number[]
  readonly slot: number
  /** The entry that is looked at, by its position in the log, in bytes. */
  readonly selected: { readonly position: number; readonly length: number } | undefined
  readonly summary: string
}

/** Of a mark with the longest sequence number. */
const LABEL_WIDTH = 220

/** The slots [from, to) that an entry takes: two pieces where it goes on at the start of the ring. */
function piecesOf(
  selected: StripPictureProps['selected'],
  slots: number,
): readonly { readonly from: number; readonly to: number }[] {
  if (!selected) return []
  const from = slotOf(selected.position)
  const to = slotOf(selected.position + selected.length)
  return [{ from, to: Math.min(to, slots) }, ...(to > slots ? [{ from: 0, to: to - slots }] : [])]
}

export function StripPicture(props: StripPictureProps) {
  const { log, window, perCell, width, slot, selected, summary } = props
  const id = useId()
  const slots = log.slots.length
  const scale = width / window.count
  const x = (at: number) => (at - window.first) * scale
  const [first, last] = shownSlots(window)
  const isShown = (at: number) => at >= first && at <= last
  const starts = new Set(perCell === 1 ? props.starts.filter(isShown) : [])
  const spans = stripSpans(log.slots, perCell, { starts, first, end: last + 1 })
  const { active } = log
  const marks = active
    ? [
        { name: 'tail', glyph: '▽', at: active.tail, number: active.firstSequenceNumber, y: 11 },
        { name: 'head', glyph: '▲', at: active.head, number: active.lastSequenceNumber, y: 64 },
      ].filter(({ at }) => isShown(slotOf(at)))
    : []

  return (
    <StripDrawing
      width={width}
      summary={summary}
      cells={
        <>
          <SlotPatterns id={id} />
          {spans.map(({ kind, from, to }) => (
            <SlotBox
              key={from}
              kind={kind}
              patterns={id}
              x={x(from) + (starts.has(from) ? 1 : 0)}
              y={EDGE}
              width={Math.max(x(to) - x(from) - (starts.has(from) ? 1 : 0), 1)}
              height={CELL_HEIGHT}
            />
          ))}
          {[...starts].map((start) => (
            <rect
              key={start}
              className={styles.header}
              x={x(start)}
              y={EDGE - 3}
              width={2}
              height={CELL_HEIGHT + 6}
            />
          ))}
        </>
      }
      marks={
        <>
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
          {piecesOf(selected, slots).map(({ from, to }) => (
            <rect
              key={from}
              className={styles.selected}
              x={x(from) - 1}
              y={EDGE - 3}
              width={Math.max(x(to) - x(from) + 2, 4)}
              height={CELL_HEIGHT + 6}
            />
          ))}
        </>
      }
      cursor={x(slot + 0.5)}
    />
  )
}
