/** Replays the log of an image of the workbench where it stands. */
import { useActions, useApp } from '../store/use-app.ts'

export function ReplayInPlace({ primary = false }: { readonly primary?: boolean }) {
  const { replayInPlace } = useActions()
  const running = useApp((app) => app.writing.status === 'running')
  return (
    <button
      type="button"
      data-kind={primary ? 'primary' : undefined}
      aria-disabled={running || undefined}
      onClick={() => {
        if (!running) void replayInPlace()
      }}
    >
      Replay in place
    </button>
  )
}
