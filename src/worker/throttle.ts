/** Progress at a rate that a page can show. */
import type { Progress } from './protocol/protocol.ts'

/** Milliseconds: ten times a second. */
const INTERVAL = 100

/** Passes on the first report of each phase, the last one, and between them no more than ten a second. */
export function throttled(report: (progress: Progress) => void): (progress: Progress) => void {
  let phase: Progress['phase'] | symbol = Symbol('none')
  let next = 0
  return (progress) => {
    const now = performance.now()
    const isEnd = progress.done === progress.total
    if (progress.phase === phase && now < next && !isEnd) return
    phase = progress.phase
    next = now + INTERVAL
    report(progress)
  }
}
