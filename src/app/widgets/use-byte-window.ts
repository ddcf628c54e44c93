/** The bytes around what the hex view shows: asked for by aligned windows, so that scrolling rarely waits. */
import type { State } from '../../engine/inspect/inspection.ts'
import type { ErrorInfo } from '../../worker/protocol.ts'
import { useApp } from '../hooks/use-app.ts'
import { usePage } from '../hooks/use-page.ts'

export interface ByteWindow {
  /** Up to `count` bytes, fewer at the end of the file; `undefined` until they are there. */
  slice(offset: number, count: number): Uint8Array | undefined
  readonly error: ErrorInfo | undefined
  readonly loading: boolean
}

const PAGE = 4096
/** Read before and behind what is shown. */
const MARGIN = 2 * PAGE

const NOTHING = new Uint8Array(0)

/** `length` bytes from `top` of a file of `size` bytes are shown. Without a `state` nothing is read. */
export function useByteWindow(
  state: State | undefined,
  top: number,
  length: number,
  size: number,
): ByteWindow {
  const upTo = useApp((app) => (state === 'after' ? app.upTo : undefined))
  const from = Math.max(0, Math.floor(top / PAGE) * PAGE - MARGIN)
  const span = MARGIN + Math.ceil((length + PAGE) / PAGE) * PAGE + MARGIN
  const wanted = state !== undefined && from < size
  const { data, params, error, loading } = usePage(
    'readBytes',
    wanted ? { state, upTo, offset: from, length: Math.min(span, size - from) } : undefined,
  )
  return {
    slice(offset, count) {
      if (offset >= size) return NOTHING
      if (!data || !params || offset < params.offset) return undefined
      const at = offset - params.offset
      const needed = Math.min(count, size - offset)
      // Less than was asked for: the file ends there.
      const complete = data.length < params.length
      return at + needed <= data.length || complete ? data.subarray(at, at + count) : undefined
    },
    error,
    loading,
  }
}
