/** What just happened, in a line that goes away by itself; the one polite live region of the page. */
import { useEffect, useState } from 'react'
import { useApp } from '../store/use-app.ts'
import styles from './status-line.module.css'

/** Long enough to be read twice. */
const SHOWN_MS = 8_000

export function StatusLine() {
  const announcement = useApp((state) => state.announcement)
  const [gone, setGone] = useState(announcement)
  useEffect(() => {
    const timer = setTimeout(() => setGone(announcement), SHOWN_MS)
    return () => clearTimeout(timer)
  }, [announcement])
  const { text, quiet } = announcement
  return (
    <div role="status" className={quiet || gone === announcement ? 'unseen' : styles.line}>
      {text}
    </div>
  )
}
