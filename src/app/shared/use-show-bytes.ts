/** Selects bytes and makes sure that they are seen: in the drawer, if the screen shows none. */
import { useCallback } from 'react'
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import { useAppStore } from '../store/use-app.ts'

export function useShowBytes(): (range: ByteRange) => void {
  const store = useAppStore()
  return useCallback(
    (range) => {
      const { select, drawer, view, toggleDrawer } = store.getState()
      select(range)
      if (!drawer && view !== 'bytes') toggleDrawer()
    },
    [store],
  )
}
