/** The ring of the composed log: the entry whose form is open is marked, and another one can be picked. */
import { useState } from 'react'
import { LOG_SECTOR_SIZE } from '../../../engine/format/layout.ts'
import type { LogReport } from '../../../engine/inspect/inspection.ts'
import { type LogEntry, SLOT_KINDS, type SlotKind } from '../../../engine/log/log.ts'
import { LogStrip } from '../../shared/ring/log-strip.tsx'
import { SlotName } from '../../shared/ring/slot-swatch.tsx'
import { entryAtSlot, slotWords, stripSummary } from '../../shared/ring/slot-words.ts'
import { useActions } from '../../store/use-app.ts'
import styles from './lab-view.module.css'
import { useLab } from './use-lab.ts'

interface RingProps {
  readonly log: LogReport
  readonly entries: readonly LogEntry[]
  /** By index in the recipe. */
  readonly read: readonly (LogEntry | undefined)[]
}

const kindsIn = (slots: Uint8Array): readonly SlotKind[] =>
  SLOT_KINDS.filter((_, index) => slots.includes(index))

export function Ring({ log, entries, read }: RingProps) {
  const { shown } = useLab()
  const { showRecipe } = useActions()
  const open = shown.entry === undefined ? undefined : read[shown.entry]
  const position = open?.position
  const [picked, setPicked] = useState({ slot: 0, position })
  const count = log.slots.length
  const slot = Math.min(
    picked.position === position ? picked.slot : (position ?? 0) / LOG_SECTOR_SIZE,
    count - 1,
  )
  const words = slotWords(log.slots, slot, entryAtSlot(entries, slot, count))

  const pick = (next: number) => {
    const entry = entryAtSlot(entries, next, count)
    const index = entry ? read.indexOf(entry) : -1
    if (index >= 0) showRecipe({ entry: index })
    setPicked({ slot: next, position: index >= 0 ? entry?.position : position })
  }

  return (
    <>
      <LogStrip
        log={log}
        starts={entries.map(({ position: start }) => start)}
        slot={slot}
        valueText={words}
        selected={open}
        summary={stripSummary(log)}
        onSlot={pick}
      />
      <div className={`actions muted ${styles.legend}`}>
        {kindsIn(log.slots).map((kind) => (
          <SlotName key={kind} kind={kind} />
        ))}
        <span className={styles.position} aria-hidden="true">
          {words}
        </span>
      </div>
    </>
  )
}
