/** The ring of the log, drawn straight: what lies where, a slider over its slots, and a zoom. */

import { formatCount } from '../../../engine/bytes/format.ts'
import { LOG_SECTOR_SIZE } from '../../../engine/format/layout.ts'
import { logPosition } from '../../../engine/format/log-words.ts'
import type { LogReport } from '../../../engine/inspect/inspection.ts'
import { StripFrame } from '../../strip/strip-frame.tsx'
import { slotOf } from './ring-spans.ts'
import { StripPicture } from './strip-picture.tsx'

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

const placeText = (slot: number) => (
  <span className="data">{logPosition(slot * LOG_SECTOR_SIZE)}</span>
)

export function LogStrip(props: LogStripProps) {
  const { log, starts, slot, valueText, selected, summary, onSlot } = props
  const slots = log.slots.length
  const { active } = log
  const wraps = active !== undefined && active.head < active.tail

  return (
    <StripFrame
      label="Slot of the log"
      wholeName="Show the whole log"
      slots={slots}
      slot={slot}
      firstNumber={1}
      valueText={valueText}
      shownText={(from, to) =>
        `Slots ${formatCount(from + 1)} to ${formatCount(to + 1)} are shown.`
      }
      picture={(view) => (
        <StripPicture
          {...view}
          log={log}
          starts={starts.map(slotOf)}
          slot={slot}
          selected={selected}
          summary={summary}
        />
      )}
      start={placeText}
      end={(last) => (
        <>
          {wraps && 'The active sequence goes on at the start. '}
          {last === slots - 1 && (
            <span title="The log is a ring: behind its end comes its start" aria-hidden="true">
              ⟲{' '}
            </span>
          )}
          {placeText(last)}
        </>
      )}
      onSlot={onSlot}
    />
  )
}
