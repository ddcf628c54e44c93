/** Keeps the address in step with the store, so that the browser's back and forward work. */
import { useEffect } from 'react'
import { formatRoute, parseRoute } from '../store/route.ts'
import type { AppState } from '../store/state.ts'
import { useAppStore } from './use-app.ts'

/** A cursor that moves on within this time leaves one place in the history, not one per byte. */
const SETTLE_MS = 400

const isOpen = (state: AppState): boolean => state.session.status === 'open'

export function useHistory(): void {
  const store = useAppStore()
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined

    const write = (how: 'pushState' | 'replaceState') => {
      clearTimeout(timer)
      const hash = formatRoute(store.getState())
      if (hash !== location.hash) history[how](undefined, '', hash)
    }

    const unsubscribe = store.subscribe((now, last) => {
      if (!isOpen(now)) {
        clearTimeout(timer)
        if (isOpen(last)) history.replaceState(undefined, '', location.pathname + location.search)
      } else if (!isOpen(last)) {
        write('replaceState')
      } else if (now.view !== last.view) {
        write('pushState')
      } else if (now.selection !== last.selection) {
        clearTimeout(timer)
        timer = setTimeout(() => write('pushState'), SETTLE_MS)
      } else if (now.state !== last.state) {
        write('replaceState')
      }
    })

    const follow = () => {
      const route = parseRoute(location.hash)
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
