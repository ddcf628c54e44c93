/** A value as it is once it has not changed for a while: so that what follows from it is not asked for with every key. */
import { useEffect, useState } from 'react'

/** The first one counts at once. It is compared as JSON. */
export function useCalm<T>(value: T, calmMs: number): T {
  const [calm, setCalm] = useState(value)
  const key = JSON.stringify(value)
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the value
  useEffect(() => {
    const timer = setTimeout(() => setCalm(value), calmMs)
    return () => clearTimeout(timer)
  }, [key, calmMs])
  return calm
}
