/** The slot that the slider over the log strip is on, and the entry that it leads to. */
import { useRef, useState } from 'react'
import { LOG_SECTOR_SIZE } from '../../../engine/format/layout.ts'
import { slotOf } from '../../shared/ring/ring-spans.ts'
import { errorInfo } from '../../store/error-info.ts'
import { useActions } from '../../store/use-app.ts'

/** `position` is the entry that is looked at; the slider follows when another one is chosen. */
export function useStripSlot(position: number | undefined) {
  const { call, selectEntry, announce } = useActions()
  const [picked, setPicked] = useState({ slot: slotOf(position ?? 0), position })
  const latest = useRef(0)
  const slot = picked.position === position ? picked.slot : slotOf(position ?? 0)

  const pick = async (next: number) => {
    setPicked({ slot: next, position })
    latest.current += 1
    const mine = latest.current
    try {
      const entry = await call('log.entry', { position: next * LOG_SECTOR_SIZE })
      if (mine !== latest.current || !entry) return
      setPicked({ slot: next, position: entry.position })
      selectEntry(entry.position)
    } catch (thrown) {
      announce(errorInfo(thrown).message)
    }
  }
  return { slot, pick: (next: number) => void pick(next) }
}
