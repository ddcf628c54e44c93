/** Whether the page has been loaded whole: what can wait does not compete with the first screen. */
import { useEffect, useState } from 'react'

export function useWhenLoaded(): boolean {
  const [loaded, setLoaded] = useState(() => document.readyState === 'complete')
  useEffect(() => {
    if (loaded) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const onLoad = () => {
      timer = setTimeout(() => setLoaded(true))
    }
    window.addEventListener('load', onLoad, { once: true })
    return () => {
      clearTimeout(timer)
      window.removeEventListener('load', onLoad)
    }
  }, [loaded])
  return loaded
}
