/** What is known of the report besides what the worker knows: the examiner's notes about this file. */
import { forgetText, keepText, keptText } from '../ui/memory.ts'
import { fingerprintOf, formatFingerprint } from './navigation/fingerprint.ts'
import type { AppState, GetState, Session, SetState } from './state.ts'

export interface ReportData {
  /** As they are typed. */
  readonly notes: string
  /** Whether the browser has them, for the next time that this file is opened. */
  readonly notesKept: boolean
}

export interface ReportActions {
  /** Keeps them in the browser until they are empty again; in evidence mode, only as long as the file is open. */
  setNotes(notes: string): void
  /** Takes up what is kept about the file as it was just read, unless there are notes already. */
  findNotes(): void
}

export const NO_NOTES: ReportData = { notes: '', notesKept: false }

/** A size alone is no file: without a header there is nothing to know it by. */
function keyOf(session: Session): string | undefined {
  if (session.status !== 'open') return undefined
  const fingerprint = fingerprintOf(session.inspection)
  return fingerprint.check === '' ? undefined : `notes ${formatFingerprint(fingerprint)}`
}

/** Where the browser would keep notes about the open file; `undefined` where it would not. */
export const notesPlace = ({
  session,
  evidenceMode,
}: Pick<AppState, 'session' | 'evidenceMode'>): string | undefined =>
  evidenceMode ? undefined : keyOf(session)

/** Whether closing the file would lose notes. */
export const losesNotes = ({
  notes,
  notesKept,
  session,
}: Pick<AppState, 'notes' | 'notesKept' | 'session'>): boolean =>
  session.status === 'open' && notes !== '' && !notesKept

export const reportActions = (set: SetState, get: GetState): ReportActions => ({
  setNotes(notes) {
    const place = notesPlace(get())
    if (notes === '' && place !== undefined) forgetText(place)
    const notesKept = notes !== '' && place !== undefined && keepText(place, notes)
    set({ notes, notesKept })
  },

  findNotes() {
    const { notes, setNotes } = get()
    const place = notesPlace(get())
    // A file that changed while it was open has another place.
    if (notes !== '') setNotes(notes)
    else if (place !== undefined) {
      const kept = keptText(place) ?? ''
      set({ notes: kept, notesKept: kept !== '' })
    }
  },
})
