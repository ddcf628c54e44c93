/** The parts of the Log screen below the ring, by their ids. */
import type { ComponentType } from 'react'
import type { Inspection, LogReport } from '../../../engine/inspect/inspection.ts'
import type { EntryStatus } from '../../../engine/log/log.ts'
import { OtherTools } from '../../shared/other-tools/other-tools.tsx'
import type { LogTabId } from '../../store/state.ts'
import { EntriesTab } from './entries-tab.tsx'
import { HistoryTab } from './history-tab.tsx'
import { TraceTab } from './trace-tab.tsx'

/** A place in the ring, in bytes from the start of the log. */
export interface RingPlace {
  readonly position: number
  readonly length: number
}

/** What a tab shows in the strip in the place of the chosen entry, and where the strip's slider leads. */
export interface StripGuest {
  readonly place: RingPlace | undefined
  /** The place in words. */
  readonly words: string
  readonly onSlot: (slot: number) => void
}

export interface LogTabProps {
  readonly log: LogReport
  readonly inspection: Inspection
  /** The entry that is looked at, by its position. */
  readonly position: number | undefined
  /** Of the entries that are to be shown; none means all. */
  readonly statuses: readonly EntryStatus[]
  /** Takes the strip over, or with `undefined` gives it back. */
  readonly onStrip: (guest: StripGuest | undefined) => void
}

interface LogTab {
  readonly id: LogTabId
  readonly name: string
  readonly component: ComponentType<LogTabProps>
}

/** In the order in which they are shown. */
export const LOG_TABS: readonly LogTab[] = [
  { id: 'entries', name: 'Entries', component: EntriesTab },
  { id: 'history', name: 'History', component: HistoryTab },
  { id: 'trace', name: 'Search trace', component: TraceTab },
  { id: 'other-tools', name: 'Other tools', component: OtherTools },
]
