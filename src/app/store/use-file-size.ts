/** How long the open file is in each state, in bytes. */
import type { State } from '../../engine/inspect/inspection.ts'
import { useApp } from './use-app.ts'

export function useFileSize(): Readonly<Record<State, number>> {
  const before = useApp(({ session }) => (session.status === 'open' ? session.inspection.size : 0))
  const after = useApp(({ session }) =>
    session.status === 'open' ? session.inspection.update?.sizeAfter : undefined,
  )
  return { before, after: after ?? before }
}
