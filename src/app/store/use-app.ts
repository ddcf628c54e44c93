/** The store, given to the components by context. */
import { createContext, useContext } from 'react'
import { useStore } from 'zustand'
import type { AppData, AppState } from './state.ts'
import type { AppStore } from './store.ts'

const StoreContext = createContext<AppStore | undefined>(undefined)

export const AppStoreProvider = StoreContext.Provider

/** The store itself, for handlers that read the state when they run. */
export function useAppStore(): AppStore {
  const store = useContext(StoreContext)
  if (store === undefined) throw new Error('useAppStore needs an AppStoreProvider around it')
  return store
}

/** What `selector` takes from the state; the component renders again when that changes. */
export const useApp = <T>(selector: (state: AppState) => T): T => useStore(useAppStore(), selector)

/** What can be done; never another thing, so that nothing renders again for it. */
export const useActions = (): Omit<AppState, keyof AppData> => useAppStore().getState()
