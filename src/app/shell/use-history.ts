/** Keeps the address in step with the store, so that the browser's back and forward work. */
import { useEffect } from 'react'
import { formatRoute, parseRoute } from '../store/navigation/route.ts'
import type { AppState } from '../store/state.ts'
import { useAppStore } from '../store/use-app.ts'

/** A cursor that moves on within this time leaves one place in the history, not one per byte. */
const SETTLE_MS = 400

interface Entry {
  /** Where one was, of an entry whose address does not say so. */
  readonly hash: string
}

/** Another directory is another place; a name in it is not. */
const isElsewhere = (now: AppState, last: AppState): boolean =>
  now.view === 'files' &&
  last.guestPlace !== undefined &&
  (now.guestPlace?.directory !== last.guestPlace.directory ||
    now.guestPlace.volume !== last.guestPlace.volume)

const isOpen = (state: AppState): boolean => state.session.status === 'open'

export function useHistory(): void {
  const store = useAppStore()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined

    const here = (): string => (history.state as Entry | null)?.hash ?? location.hash

    const write = (how: 'pushState' | 'replaceState') => {
      clearTimeout(timer)
      const hash = formatRoute(store.getState())
      if (hash === here()) return
      // The browser remembers addresses, too: in evidence mode there is but one.
      if (store.getState().evidenceMode) history[how]({ hash } satisfies Entry, '')
      else history[how](undefined, '', hash)
    }

    const unsubscribe = store.subscribe((now, last) => {
      if (!isOpen(now)) {
        clearTimeout(timer)
        const address = now.evidenceMode ? undefined : location.pathname + location.search
        if (isOpen(last)) history.replaceState(undefined, '', address)
      } else if (!isOpen(last)) {
        write('replaceState')
      } else if (now.view !== last.view || isElsewhere(now, last)) {
        write('pushState')
      } else if (
        now.selection !== last.selection ||
        (now.view === 'log' && now.entryPosition !== last.entryPosition) ||
        (now.view === 'disk' && now.diskSelection !== last.diskSelection)
      ) {
        clearTimeout(timer)
        timer = setTimeout(() => write('pushState'), SETTLE_MS)
      } else if (
        now.state !== last.state ||
        now.guestPlace !== last.guestPlace ||
        now.logTab !== last.logTab ||
        now.rule !== last.rule
      ) {
        write('replaceState')
      }
    })

    const follow = () => {
      const route = parseRoute(here())
      if (route && isOpen(store.getState())) store.getState().follow(route)
    }
    window.addEventListener('popstate', follow)
    return () => {
      clearTimeout(timer)
      unsubscribe()
      window.removeEventListener('popstate', follow)
    }
  }, [store])
}
