/** Saving a copy into a folder: a new file, or nothing at all. */
import { plural } from '../../../engine/bytes/format.ts'
import type { Progress } from '../../../worker/protocol/protocol.ts'
import { errorInfo } from '../error-info.ts'
import { keepSample, paceOf, type Sample } from '../pace.ts'
import type { GetState, SaveJob, SavingActions, SetState } from '../state.ts'
import { writtenKind } from './saving-state.ts'

type Running = Extract<SaveJob, { status: 'running' }>

const isNamed = (thrown: unknown, name: string): boolean =>
  thrown instanceof DOMException && thrown.name === name

/** Whether the folder has anything by this name. */
async function exists(folder: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  try {
    await folder.getFileHandle(name)
    return true
  } catch (thrown) {
    if (isNamed(thrown, 'NotFoundError')) return false
    if (isNamed(thrown, 'TypeMismatchError')) return true
    throw thrown
  }
}

/** How often, and after how long each time, a file is tried to be removed that is still locked. */
const REMOVALS = { tries: 20, pauseMs: 100 }

/**
 * Removes the file that we made. Says whether it is gone. The browser lets go of a file a moment after
 * its writer has been told to.
 */
async function remove(folder: FileSystemDirectoryHandle, name: string): Promise<boolean> {
  for (let left = REMOVALS.tries - 1; ; left--) {
    try {
      await folder.removeEntry(name)
      return true
    } catch (thrown) {
      if (isNamed(thrown, 'NotFoundError')) return true
      if (left === 0 || !isNamed(thrown, 'NoModificationAllowedError')) return false
    }
    await new Promise((resolve) => setTimeout(resolve, REMOVALS.pauseMs))
  }
}

export function savingActions(set: SetState, get: GetState): SavingActions {
  let controller: AbortController | undefined

  const follow = (name: string) => {
    let phase: Running['phase'] | undefined
    let started = 0
    let samples: readonly Sample[] = []
    return (progress: Progress) => {
      const { save } = get()
      if (save.status !== 'running') return
      const at = performance.now()
      const now = progress.phase ?? save.phase
      if (now !== phase) {
        phase = now
        started = at
        samples = []
      }
      const { done, total } = progress
      samples = keepSample(samples, { at, done })
      const pace = paceOf(samples, started, total)
      set({ save: { ...save, name, phase: now, done, total, pace } })
    }
  }

  return {
    async saveCopy(folder, name, { what = 'replayed', disk, hash } = {}) {
      const { session, save } = get()
      if (session.status !== 'open' || save.status === 'running') return
      const signal = new AbortController()
      controller = signal
      set({
        save: {
          status: 'running',
          name,
          hash,
          phase: what === 'image' ? 'plan' : 'check',
          done: 0,
          total: 0,
          pace: undefined,
          cancelling: false,
        },
      })
      let made = false
      try {
        if (await exists(folder, name)) {
          const message = `“${name}” already exists in this folder. Choose another name.`
          set({
            save: {
              status: 'failed',
              name,
              hash,
              phase: 'check',
              message,
              leftover: undefined,
            },
          })
          return
        }
        signal.signal.throwIfAborted()
        const target = await folder.getFileHandle(name, { create: true })
        made = true
        const onProgress = follow(name)
        const { call } = get()
        const options = { signal: signal.signal, onProgress }
        const result = disk
          ? await call('disk.save', { ...disk, target, hash }, options)
          : await call(
              what === 'kept' ? 'workbench.export' : 'save.copy',
              { target, hash },
              options,
            )
        const saved = {
          name,
          folder: folder.name,
          unreadableBytes: 0,
          hash: undefined,
          dropped: undefined,
          ...result,
        }
        const { size, unreadableBytes, hash: ownHash, dropped } = saved
        set({ save: { status: 'saved', ...saved } })
        const kind = writtenKind(what, disk)
        get().noteWritten({ kind, name, size, hash: ownHash, unreadableBytes, dropped })
        get().announce(`Saved and verified: ${name}`, true)
      } catch (thrown) {
        const gone = !made || (await remove(folder, name))
        const { message } = errorInfo(thrown)
        const failed = get().save
        const phase = failed.status === 'running' ? failed.phase : 'check'
        if (signal.signal.aborted && gone) {
          set({ save: { status: 'cancelled', name } })
          get().announce('The save was cancelled. Nothing was left behind.', true)
        } else {
          const leftover = gone ? undefined : name
          set({ save: { status: 'failed', name, hash, phase, message, leftover } })
        }
      }
    },

    async saveFiles(folder, wish) {
      const abort = new AbortController()
      controller = abort
      const { paths, hash } = wish
      const name = paths.length === 1 ? (paths[0] ?? '') : plural(paths.length, 'item')
      const begun = {
        phase: 'check',
        done: 0,
        total: 0,
        pace: undefined,
        cancelling: false,
      } as const
      set({ save: { status: 'running', name, hash, ...begun } })
      try {
        const options = { signal: abort.signal, onProgress: follow(name) }
        const saved = await get().call('files.save', { ...wish, target: folder }, options)
        const { names, bytes, unreadableBytes, hash: made } = saved
        get().noteWritten({
          kind: saved.directories === 0 && names.length === 1 ? 'guest-file' : 'guest-files',
          name: names.join(', '),
          size: bytes,
          hash: made,
          unreadableBytes,
        })
        return saved
      } finally {
        set({ save: { status: 'idle' } })
      }
    },

    cancelSave() {
      set(({ save }) => (save.status === 'running' ? { save: { ...save, cancelling: true } } : {}))
      controller?.abort()
    },

    forgetSave() {
      if (get().save.status !== 'running') set({ save: { status: 'idle' } })
    },
  }
}
