/** What is known of the report besides what the worker knows: the examiner's notes about this file. */
import type { SetState } from './state.ts'

export interface ReportData {
  /** As they are typed; kept as long as the file is open, and nowhere but here. */
  readonly notes: string
}

export interface ReportActions {
  setNotes(notes: string): void
}

export const NO_NOTES: ReportData = { notes: '' }

export const reportActions = (set: SetState): ReportActions => ({
  setNotes: (notes) => set({ notes }),
})
