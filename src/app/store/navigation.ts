/** Where one is: screen, state, selection, and the ways to get somewhere else. */
import { errorInfo } from './error-info.ts'
import { readGoto } from './goto.ts'
import type { GetState, NavigationActions, SetState } from './state.ts'

export function navigationActions(set: SetState, get: GetState): NavigationActions {
  const inspection = () => {
    const { session } = get()
    return session.status === 'open' ? session.inspection : undefined
  }

  return {
    show(view) {
      set({ view })
    },

    setState(state) {
      if (state === 'before' || inspection()?.replay) set({ state })
    },

    select(selection, options) {
      set({ selection, ...(options?.reveal && { view: 'bytes' as const }) })
    },

    selectEntry(entryPosition) {
      set({ entryPosition })
    },

    setUpTo(upTo) {
      set({ upTo })
    },

    async goto(text) {
      const open = inspection()
      if (!open) return { ok: false, reason: 'No file is open.' }
      const { state, selection, call } = get()
      try {
        const target = await readGoto(text, {
          inspection: open,
          reading: state === 'before' ? 'before' : 'after',
          selection,
          call,
        })
        if (!target.ok) return target
        if (target.entryPosition !== undefined) {
          set({ view: 'log', entryPosition: target.entryPosition, selection: target.range })
        } else {
          set({ view: 'bytes', selection: target.range })
        }
        return { ok: true }
      } catch (thrown) {
        return { ok: false, reason: errorInfo(thrown).message }
      }
    },

    follow({ view, state, selection }) {
      const open = inspection()
      set({ view, selection, state: open && !open.replay ? 'before' : state })
    },

    toggleDrawer() {
      set(({ drawer }) => ({ drawer: !drawer }))
    },

    showDialog(dialog) {
      set({ dialog })
    },

    announce(text, quiet = false) {
      set({ announcement: { text, quiet } })
    },
  }
}
