/** How many requests the page has made since the component is there, as the browser counts them. */
import { useEffect, useState } from 'react'

/** `undefined` where the browser does not tell. */
export function useRequestCount(): number | undefined {
  const [count, setCount] = useState<number>()
  useEffect(() => {
    if (!PerformanceObserver.supportedEntryTypes?.includes('resource')) return
    const since = performance.now()
    setCount(0)
    const observer = new PerformanceObserver((list) => {
      const made = list.getEntries().filter(({ startTime }) => startTime >= since)
      if (made.length > 0) setCount((before) => (before ?? 0) + made.length)
    })
    observer.observe({ type: 'resource' })
    return () => observer.disconnect()
  }, [])
  return count
}
