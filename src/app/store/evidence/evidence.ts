/** Hashes of the open file and of what its answer rests on, at opening and again at the end. */
import type { StoreApi } from 'zustand/vanilla'
import type { FileHash } from '../../../engine/inspect/evidence.ts'
import type { Progress } from '../../../worker/protocol/protocol.ts'
import { errorInfo, hasCode } from '../error-info.ts'
import { keepSample, paceOf, type Sample } from '../pace.ts'
import type { AppState, GetState, Session, SetState } from '../state.ts'
import {
  type EvidenceActions,
  type EvidenceData,
  sameEvidence,
  sourceOf,
} from './evidence-state.ts'

export const NO_EVIDENCE = {
  hashes: [],
  hashing: { status: 'idle' },
  evidence: { opened: undefined, again: undefined },
  looking: { status: 'idle' },
  written: [],
} as const satisfies Partial<EvidenceData>

const readingOf = (session: Session): number | undefined =>
  session.status === 'open' ? session.epoch : undefined

/** Forgets what was proved of another reading; in evidence mode takes the first look at this one. */
export function followEvidence(store: StoreApi<AppState>): void {
  store.subscribe((now, last) => {
    const reading = readingOf(now.session)
    if (reading === readingOf(last.session)) return
    now.cancelHash()
    now.cancelLook()
    store.setState(NO_EVIDENCE)
    if (reading !== undefined && now.evidenceMode) void now.lookAtSource()
  })
}

/** What is shown of a job that goes on: how far it is and how fast. */
function following(show: (progress: Progress & Pick<Paced, 'pace'>) => void) {
  const started = performance.now()
  let samples: readonly Sample[] = []
  return ({ done, total }: Progress): void => {
    samples = keepSample(samples, { at: performance.now(), done })
    show({ done, total, pace: paceOf(samples, started, total) })
  }
}

type Paced = Extract<EvidenceData['looking'], { status: 'running' }>

const BEGUN = { status: 'running', done: 0, total: 0, pace: undefined, cancelling: false } as const

const LOOKING = 'Looking once more at what was hashed at opening…'
const CHANGED = 'The file does not read as it did at opening: see Evidence on the Overview.'

/** Why a file stays when it is to be closed. */
function endWords({ again }: EvidenceData['evidence']): string {
  const why = again && 'problem' in again ? `It could not be looked at: ${again.problem}` : CHANGED
  return `${why} Close it once more to leave it.`
}

export function evidenceActions(set: SetState, get: GetState): EvidenceActions {
  let hashing: AbortController | undefined
  let look: { readonly abort: AbortController; readonly end: Promise<void> } | undefined
  let ending = false

  /** Says whether the file is still read as it was when this was called. */
  const sameReading = (): (() => boolean) => {
    const reading = readingOf(get().session)
    return () => reading !== undefined && readingOf(get().session) === reading
  }

  const takeLook = async (abort: AbortController): Promise<void> => {
    const isWanted = sameReading()
    set({ looking: BEGUN })
    const onProgress = following((progress) => {
      const { looking } = get()
      if (isWanted() && looking.status === 'running') set({ looking: { ...looking, ...progress } })
    })
    try {
      const record = await get().call('hash.evidence', {}, { signal: abort.signal, onProgress })
      if (!isWanted()) return
      const { opened } = get().evidence
      const evidence = opened ? { opened, again: record } : { opened: record, again: undefined }
      set({ evidence, looking: { status: 'idle' } })
    } catch (thrown) {
      if (!isWanted()) return
      const { opened } = get().evidence
      const { message } = errorInfo(thrown)
      if (abort.signal.aborted || hasCode(thrown, 'aborted')) set({ looking: { status: 'idle' } })
      else if (opened === undefined) set({ looking: { status: 'failed', message } })
      else {
        const again = { finished: new Date().toISOString(), problem: message }
        set({ evidence: { opened, again }, looking: { status: 'idle' } })
      }
    }
    // Bytes that were read while the file was opened may have changed before they were hashed.
    if (isWanted()) await get().checkSource()
  }

  return {
    setEvidenceMode(on) {
      if (get().session.status !== 'open') set({ evidenceMode: on })
    },

    async hashFile(state, algorithms) {
      if (get().hashing.status === 'running' || algorithms.length === 0) return
      const isWanted = sameReading()
      const abort = new AbortController()
      hashing = abort
      set({ hashing: { ...BEGUN, state, algorithms } })
      const onProgress = following((progress) => {
        const { hashing: job } = get()
        if (isWanted() && job.status === 'running') set({ hashing: { ...job, ...progress } })
      })
      try {
        const asked = { state, algorithms }
        const made = await get().call('hash.file', asked, { signal: abort.signal, onProgress })
        if (!isWanted()) return
        const { hashes: known, announce } = get()
        const others = known.filter((old) => !made.some((hash) => isSame(old, hash)))
        const changed = others.some((old) => made.some((hash) => isSameKind(old, hash)))
        set({ hashes: [...others, ...made], hashing: { status: 'idle' } })
        announce(
          changed ? 'The hash is another one than before.' : 'The hash is computed.',
          !changed,
        )
      } catch (thrown) {
        if (!isWanted()) return
        const { message } = errorInfo(thrown)
        const cancelled = abort.signal.aborted || hasCode(thrown, 'aborted')
        set({ hashing: cancelled ? { status: 'idle' } : { status: 'failed', message } })
      }
    },

    cancelHash() {
      const { hashing: job } = get()
      if (job.status === 'running') set({ hashing: { ...job, cancelling: true } })
      hashing?.abort()
    },

    noteWritten(file) {
      const made = { ...file, finished: new Date().toISOString() }
      set(({ written }) => ({ written: [...written, made] }))
    },

    async lookAtSource() {
      if (get().session.status !== 'open') return
      if (look === undefined || get().looking.status !== 'running') {
        const abort = new AbortController()
        look = { abort, end: takeLook(abort) }
      }
      await look.end
    },

    cancelLook() {
      const { looking } = get()
      if (looking.status === 'running') set({ looking: { ...looking, cancelling: true } })
      look?.abort.abort()
    },

    async reportEvidence() {
      if (get().evidenceMode) {
        get().announce(LOOKING)
        // One that runs may be the first.
        if (get().looking.status === 'running') await look?.end
        await get().lookAtSource()
      }
      const { hashes, evidence, evidenceMode, written } = get()
      return { hashes, source: sourceOf(evidence, evidenceMode), written }
    },

    async endEvidence() {
      const { session, evidenceMode, evidence, announce } = get()
      const isSeen = evidence.opened === undefined || sameEvidence(evidence) === false
      if (!evidenceMode || session.status !== 'open' || session.stale || isSeen) return true
      if (ending) return false
      ending = true
      announce(LOOKING)
      const isWanted = sameReading()
      await get().lookAtSource()
      ending = false
      const { opened } = get().evidence
      // Whoever cancelled the look wants to leave without it.
      const same = sameEvidence(get().evidence)
      if (!isWanted()) return false
      if (same === undefined) return true
      announce(
        same ? `It reads as at opening: SHA-256 ${opened?.sha256}.` : endWords(get().evidence),
      )
      return same
    },
  }
}

/** Two of one kind that differ are of a file that has changed. */
const isSameKind = (a: FileHash, b: FileHash): boolean =>
  a.state === b.state && a.algorithm === b.algorithm

const isSame = (a: FileHash, b: FileHash): boolean => isSameKind(a, b) && a.hex === b.hex
