/** What becomes known of the open file beside what was asked: that it changed, or a parent of it. */
import { errorInfo } from '../error-info.ts'
import type { AppData, GetState, SetState } from '../state.ts'

export type Open = Extract<AppData['session'], { status: 'open' }>

/** `reading` is the epoch that something was seen in: what was read of one says nothing about another. */
export function noticing(set: SetState, get: GetState) {
  const changeOpen = (reading: number, change: Partial<Open>) =>
    set(({ session }) =>
      session.status === 'open' && session.epoch === reading
        ? { session: { ...session, ...change } }
        : {},
    )

  const noticeChange = (reading: number, why: string) => {
    const { session } = get()
    if (session.status !== 'open' || session.epoch !== reading || session.stale) return
    changeOpen(reading, { stale: { since: Date.now(), why } })
    get().announce(why, true)
  }

  /** What an error says of the files that are shown: only whoever read or wrote knows which it is about. */
  const noticeError = (reading: number, thrown: unknown) => {
    const { about, message } = errorInfo(thrown)
    if (about === 'source') noticeChange(reading, message)
    const { session, parentFault, announce } = get()
    const isShown = session.status === 'open' && session.epoch === reading
    if (about !== 'parent' || !isShown || parentFault === message) return
    set({ parentFault: message })
    announce(message, true)
  }

  return { changeOpen, noticeChange, noticeError }
}
