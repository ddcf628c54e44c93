/** The workbench: what is kept in the browser, and the open image that is changed there. */
import { errorInfo, hasCode } from '../error-info.ts'
import { keepSample, paceOf, type Sample } from '../pace.ts'
import type { GetState, SetState } from '../state.ts'
import { whenCalm } from '../when-calm.ts'
import { joinEdit } from './join-edit.ts'
import type {
  KeepJob,
  WorkbenchActions,
  WorkbenchData,
  WriteJob,
  WriteKind,
} from './workbench-state.ts'

/** Somebody who types has stopped for so long. */
const CALM_MS = 120

export const NO_EDITS = {
  edits: [],
  preview: { status: 'none' },
  writing: { status: 'idle' },
} as const satisfies Partial<WorkbenchData>

/** Why nothing can be kept; `undefined` where it can, or nobody has looked. */
export const noWorkbench = ({ kept }: Pick<WorkbenchData, 'kept'>): string | undefined =>
  kept.status === 'absent' ? kept.message : undefined

const ENDINGS: Readonly<Record<WriteKind, string>> = {
  apply: 'Committed: the changes are made and the log is empty.',
  'leave-in-log': 'The changes are in the log; they are made when it is replayed.',
  replay: 'The log was replayed in place; the image is closed cleanly.',
}

export function workbenchActions(set: SetState, get: GetState): WorkbenchActions {
  let keeping: AbortController | undefined
  let previewing: AbortController | undefined

  const readPreview = async () => {
    previewing?.abort()
    const { edits, call } = get()
    if (edits.length === 0) return
    const mine = new AbortController()
    previewing = mine
    const isWanted = () => previewing === mine && get().edits === edits
    try {
      const preview = await call('edit.preview', { edits }, { signal: mine.signal })
      if (isWanted()) set({ preview: { status: 'ready', preview } })
    } catch (thrown) {
      if (isWanted()) set({ preview: { status: 'refused', message: errorInfo(thrown).message } })
    }
  }
  const previewSoon = whenCalm(() => void readPreview(), CALM_MS)

  const setEdits = (edits: WorkbenchData['edits']) => {
    const { preview } = get()
    if (edits.length === 0) {
      set({ edits, preview: { status: 'none' } })
      return
    }
    const last = preview.status === 'ready' ? preview.preview : undefined
    set({ edits, preview: { status: 'reading', last } })
    previewSoon()
  }

  /** Follows a copy on its way into the workbench to its end, whichever that is. */
  const keep = async (
    name: string,
    copy: (
      signal: AbortSignal,
      onProgress: (progress: { done: number; total: number }) => void,
    ) => Promise<Extract<KeepJob, { status: 'kept' }>['image']>,
  ): Promise<void> => {
    if (get().keeping.status === 'running') return
    const mine = new AbortController()
    keeping = mine
    const started = performance.now()
    let samples: readonly Sample[] = []
    const running = { status: 'running', name, pace: undefined, cancelling: false } as const
    set({ keeping: { ...running, done: 0, total: 0 } })
    try {
      const image = await copy(mine.signal, ({ done, total }) => {
        samples = keepSample(samples, { at: performance.now(), done })
        const pace = paceOf(samples, started, total)
        const cancelling = mine.signal.aborted
        set({ keeping: { ...running, done, total, pace, cancelling } })
      })
      set({ keeping: { status: 'kept', image } })
      get().announce(`Kept in the workbench: ${image.name}`, true)
    } catch (thrown) {
      const cancelled = mine.signal.aborted || hasCode(thrown, 'aborted')
      const { message } = errorInfo(thrown)
      set({
        keeping: cancelled ? { status: 'cancelled', name } : { status: 'failed', name, message },
      })
    }
    await get().listKept()
  }

  /** Changes the image, and shows what it is then; where it fails, too. */
  const write = async (kind: WriteKind, change: () => Promise<void>): Promise<void> => {
    const { session, writing, announce, renew } = get()
    if (session.status !== 'open' || session.origin.kind !== 'kept') return
    if (writing.status === 'running') return
    const { name } = session.origin
    const to = (job: WriteJob) => set({ writing: job })
    to({ status: 'running', kind, progress: undefined })
    try {
      await change()
      to({ status: 'idle' })
      announce(ENDINGS[kind])
    } catch (thrown) {
      const { message } = errorInfo(thrown)
      // Something may have been written already: what is there now is shown.
      if (!hasCode(thrown, 'cannot-edit', 'cannot-replay')) {
        await renew('workbench.open', { name }).catch(() => undefined)
      }
      to({ status: 'failed', kind, message })
    }
  }

  const onProgress = (kind: WriteKind) => (progress: { done: number; total: number }) =>
    set(({ writing }) =>
      writing.status === 'running' ? { writing: { status: 'running', kind, progress } } : {},
    )

  return {
    async listKept() {
      if (get().evidenceMode) return set({ kept: { status: 'listed', images: [] } })
      try {
        const images = await get().callWorkbench('workbench.list', {})
        set({ kept: { status: 'listed', images } })
      } catch (thrown) {
        const status = hasCode(thrown, 'no-permission') ? 'absent' : 'failed'
        set({ kept: { status, message: errorInfo(thrown).message } })
      }
    },

    keepFile: (input) =>
      keep(input.name, (signal, follow) =>
        get().callWorkbench(
          'workbench.keep',
          { input, name: input.name },
          { signal, onProgress: follow },
        ),
      ),

    keepOpen: (name) =>
      keep(name, (signal, follow) =>
        get()
          .call('workbench.keepOpen', { name }, { signal, onProgress: follow })
          .then((image) => {
            get().takeRecipe()
            return image
          }),
      ),

    cancelKeep() {
      set(({ keeping: job }) =>
        job.status === 'running' ? { keeping: { ...job, cancelling: true } } : {},
      )
      keeping?.abort()
    },

    forgetKeep() {
      if (get().keeping.status !== 'running') set({ keeping: { status: 'idle' } })
    },

    async removeKept(name) {
      try {
        await get().callWorkbench('workbench.remove', { name })
        get().announce(`Deleted: ${name}`)
      } catch (thrown) {
        get().announce(`${name} was not deleted. ${errorInfo(thrown).message}`)
      }
      await get().listKept()
    },

    addEdit(edit) {
      setEdits(joinEdit(get().edits, edit))
    },

    undoEdit() {
      setEdits(get().edits.slice(0, -1))
    },

    removeEdit(index) {
      setEdits(get().edits.filter((_, at) => at !== index))
    },

    discardEdits() {
      setEdits([])
    },

    commit: (end) =>
      write(end, async () => {
        const { edits, renew } = get()
        const options = { onProgress: onProgress(end) }
        await renew('edit.commit', { edits, end }, undefined, options)
        set(NO_EDITS)
      }),

    replayInPlace: () =>
      write('replay', () =>
        get().renew('edit.replay', {}, undefined, { onProgress: onProgress('replay') }),
      ),

    forgetWrite() {
      if (get().writing.status !== 'running') set({ writing: { status: 'idle' } })
    },
  }
}
