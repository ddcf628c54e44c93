/** The sessions as bars, one below the other in the order of time, each where it lies in the ring. */

import { type KeyboardEvent, useId, useRef } from 'react'
import { plural } from '../../../engine/bytes/format.ts'
import { LOG_SECTOR_SIZE } from '../../../engine/format/layout.ts'
import { logPosition, sequenceNumbers } from '../../../engine/format/log-words.ts'
import { CERTAINTY_WORDS } from '../../../engine/history/link-words.ts'
import type { SessionRow } from '../../../engine/history/session-rows.ts'
import { SlotBox, SlotPatterns } from '../../shared/ring/slot-fill.tsx'
import { useWidth } from '../../ui/use-width.ts'
import styles from './session-timeline.module.css'

interface SessionTimelineProps {
  /** Neighbours in the order, of all of which there are `total`. */
  readonly rows: readonly SessionRow[]
  readonly total: number
  /** Of the ring. */
  readonly slots: number
  /** One of `rows`. */
  readonly chosen: SessionRow
  readonly onChoose: (index: number) => void
}

const ROW = 24
const BAR = 12
/** For the number of the session and how it follows the one before. */
const GUTTER = 56
const SHOWN_AT_ONCE = 12
const PAGE = 8

function moved(key: string, index: number, total: number): number | undefined {
  const to = (next: number) => Math.min(Math.max(next, 0), total - 1)
  switch (key) {
    case 'ArrowDown':
      return to(index + 1)
    case 'ArrowUp':
      return to(index - 1)
    case 'PageDown':
      return to(index + PAGE)
    case 'PageUp':
      return to(index - PAGE)
    case 'Home':
      return 0
    case 'End':
      return total - 1
    default:
      return undefined
  }
}

function words(row: SessionRow, total: number): string {
  const after = row.certainty ? `, ${CERTAINTY_WORDS[row.certainty]} than the one before` : ''
  const entries = plural(row.entries, 'valid entry', 'valid entries')
  const numbers = row.numbers ? `, ${sequenceNumbers(row.numbers.first, row.numbers.last)}` : ''
  return `session ${row.index + 1} of ${total}${row.current ? ', current' : ''}, ${entries}${numbers}${after}`
}

export function SessionTimeline({ rows, total, slots, chosen, onChoose }: SessionTimelineProps) {
  const root = useRef<HTMLDivElement>(null)
  const width = useWidth(root)
  const id = useId()
  const at = Math.max(0, rows.indexOf(chosen))
  const first = Math.min(
    Math.max(0, at - Math.floor(SHOWN_AT_ONCE / 2)),
    Math.max(0, rows.length - SHOWN_AT_ONCE),
  )
  const shown = rows.slice(first, first + SHOWN_AT_ONCE)
  const height = shown.length * ROW
  const scale = Math.max(0, width - GUTTER) / slots

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    const next = moved(event.key, chosen.index, total)
    if (next === undefined) return
    event.preventDefault()
    onChoose(next)
  }
  return (
    <div className="stack tight">
      <div className={styles.rows} ref={root} style={{ height }}>
        <svg
          width={width}
          height={height}
          role="img"
          aria-label="Where the sessions lie in the ring, the earliest at the top. All of it is in the table below."
        >
          <SlotPatterns id={id} />
          {shown.map(({ index, segments, certainty, current }, i) => {
            const y = i * ROW
            return (
              <g key={index}>
                {index === chosen.index && (
                  <rect className={styles.chosen} x={0} y={y} width={width} height={ROW} />
                )}
                {certainty && (
                  <path className={styles.link} data-certainty={certainty} d={`M8 ${y - 5}v10`} />
                )}
                <text x={18} y={y + 16} data-current={current || undefined}>
                  {index + 1}
                </text>
                <path className={styles.track} d={`M${GUTTER} ${y + ROW / 2}H${width}`} />
                {segments.map(({ from, to, kind }) => (
                  <SlotBox
                    key={from}
                    kind={kind}
                    patterns={id}
                    x={GUTTER + from * scale}
                    y={y + (ROW - BAR) / 2}
                    width={Math.max((to - from) * scale, 3)}
                    height={BAR}
                  />
                ))}
              </g>
            )
          })}
        </svg>
        <div
          role="listbox"
          tabIndex={0}
          aria-label="Sessions in time"
          aria-activedescendant={`${id}${chosen.index}`}
          className={styles.options}
          onKeyDown={onKeyDown}
        >
          {shown.map((row) => (
            // biome-ignore lint/a11y/useFocusableInteractive: the listbox has the focus
            // biome-ignore lint/a11y/useKeyWithClickEvents: the listbox has the keys
            <div
              key={row.index}
              role="option"
              id={`${id}${row.index}`}
              aria-selected={row === chosen}
              aria-posinset={row.index + 1}
              aria-setsize={total}
              aria-label={words(row, total)}
              style={{ height: ROW }}
              onClick={() => onChoose(row.index)}
            />
          ))}
        </div>
      </div>
      <div
        className={`ends ${styles.ends}`}
        style={{ paddingInlineStart: GUTTER }}
        aria-hidden="true"
      >
        <span className="data">{logPosition(0)}</span>
        <span>
          {shown.length < total &&
            `sessions ${(shown[0]?.index ?? 0) + 1} to ${(shown.at(-1)?.index ?? 0) + 1} of ${total}`}
        </span>
        <span className="data">{logPosition((slots - 1) * LOG_SECTOR_SIZE)}</span>
      </div>
    </div>
  )
}
