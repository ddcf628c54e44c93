/** State of a screen that outlives it: order, filters and scroll of its tables are as they were left. */
import { createContext, type RefObject, useContext, useLayoutEffect, useRef, useState } from 'react'

/** By the names of what is kept. Whoever provides it says how long that is. */
export type KeptState = Map<string, unknown>

const Kept = createContext<KeptState | undefined>(undefined)
export const KeptStateProvider = Kept.Provider

/** As `useState`. `key` names one thing of one screen; without a provider nothing is kept. */
export function useKeptState<T>(key: string, initial: T): readonly [T, (next: T) => void] {
  const kept = useContext(Kept)
  const [value, setValue] = useState<T>(() => (kept?.has(key) ? (kept.get(key) as T) : initial))
  const set = (next: T) => {
    kept?.set(key, next)
    setValue(next)
  }
  return [value, set]
}

/** Scrolls the element to where it was when it went away, as soon as it `isFilled`. */
export function useKeptScroll(
  key: string,
  ref: RefObject<HTMLElement | null>,
  isFilled: boolean,
): void {
  const kept = useContext(Kept)
  const isPlaced = useRef(false)
  useLayoutEffect(() => {
    if (!isFilled || isPlaced.current) return
    isPlaced.current = true
    const top = kept?.get(key)
    if (ref.current && typeof top === 'number') ref.current.scrollTop = top
  }, [isFilled, key, kept, ref])
  useLayoutEffect(() => {
    const element = ref.current
    return () => {
      if (isPlaced.current && element) kept?.set(key, element.scrollTop)
    }
  }, [key, kept, ref])
}
