/** The open file, for screens that are only shown while there is one. */
import type { Session } from './state.ts'
import { useApp } from './use-app.ts'

export type OpenFile = Extract<Session, { status: 'open' }>

/** Throws where no file is open. */
export function useOpenFile(): OpenFile {
  const session = useApp((state) => state.session)
  if (session.status !== 'open') throw new Error('useOpenFile needs an open file')
  return session
}
