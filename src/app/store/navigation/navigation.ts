/** Where one is: screen, state, selection, and the ways to get somewhere else. */
import { refused } from '../../../engine/bytes/refused.ts'
import { needsData } from '../../../engine/skeleton/skeleton-words.ts'
import { errorInfo } from '../error-info.ts'
import type { DialogId, GetState, NavigationActions, SetState } from '../state.ts'
import { fingerprintOf } from './fingerprint.ts'
import { formatRoute } from './route.ts'

/** What dialogs make that needs more than a skeleton has. */
const NEEDS_DATA: Readonly<Partial<Record<DialogId, string>>> = {
  save: 'a copy',
  export: 'a copy',
  keep: 'an image in the workbench',
  skeleton: 'another skeleton',
}

export function navigationActions(set: SetState, get: GetState): NavigationActions {
  const inspection = () => {
    const { session } = get()
    return session.status === 'open' ? session.inspection : undefined
  }

  return {
    show(view, options) {
      set({ view, ...(options?.lead && { goal: 'screen' as const }) })
    },

    setState(state) {
      if (state === 'before' || inspection()?.update) set({ state })
    },

    select(selection, options) {
      const led = { view: 'bytes', goal: 'bytes' } as const
      set({ selection, ...(options?.reveal && led) })
    },

    selectDisk(diskSelection, options) {
      const led = { view: 'disk', goal: 'disk' } as const
      set({ diskSelection, diskTop: undefined, ...(options?.reveal && led) })
    },

    goInGuest(guestPlace, options) {
      const led = { view: 'files', goal: 'screen' } as const
      set({ guestPlace, ...(options?.reveal && led) })
    },

    scrollDisk(diskTop) {
      set({ diskTop })
    },

    selectEntry(entryPosition, options) {
      const led = { view: 'log', logTab: 'entries', goal: 'entry' } as const
      set({ entryPosition, ...(options?.reveal && led) })
    },

    showLogTab(logTab) {
      set({ logTab })
    },

    showRule(rule) {
      set({ rule })
    },

    async copyLink() {
      const open = inspection()
      if (!open) return
      const link = new URL(location.href)
      link.hash = formatRoute({ ...get(), file: fingerprintOf(open) })
      try {
        await navigator.clipboard.writeText(link.href)
        const { view, guestPlace } = get()
        get().announce(
          view === 'files' && guestPlace
            ? 'Copied a link to this place. It names the path in the guest, but not the file.'
            : 'Copied a link to this place. It names neither the file nor what is in it.',
        )
      } catch {
        get().announce('The browser did not allow copying.')
      }
    },

    setUpTo(upTo) {
      set({ upTo })
    },

    async goto(text, read) {
      const open = inspection()
      if (!open) return refused('No file is open.')
      const { state, selection, call, select, selectEntry } = get()
      try {
        const target = await read(text, {
          inspection: open,
          reading: state === 'before' ? 'before' : 'after',
          selection,
          call,
        })
        if (!target.ok) return target
        const { range, entryPosition } = target
        select(range, { reveal: entryPosition === undefined })
        if (entryPosition !== undefined) selectEntry(entryPosition, { reveal: true })
        return { ok: true }
      } catch (thrown) {
        return refused(errorInfo(thrown).message)
      }
    },

    follow({ view, state, selection, logTab = 'entries', ...places }) {
      const { diskSelection, guestPlace, entryPosition, rule } = places
      const open = inspection()
      const onDisk = view === 'disk' && { diskSelection, diskTop: undefined }
      const inGuest = view === 'files' && { guestPlace }
      const inLog = view === 'log' && { logTab, entryPosition }
      const ofFindings = view === 'findings' && { rule }
      const parts = { ...onDisk, ...inGuest, ...inLog, ...ofFindings }
      set({ view, selection, ...parts, state: open && !open.update ? 'before' : state })
    },

    arrive() {
      set({ goal: undefined })
    },

    toggleDrawer() {
      set(({ drawer }) => ({ drawer: !drawer }))
    },

    showDialog(dialog) {
      const made = dialog && inspection()?.skeleton && NEEDS_DATA[dialog]
      if (made) get().announce(needsData(made))
      else set({ dialog })
    },

    announce(text, quiet = false) {
      set({ announcement: { text, quiet } })
    },
  }
}
