/** The bytes around what the hex view shows: asked for by aligned windows, so that scrolling rarely waits. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import { clipRange, endOf } from '../../engine/bytes/ranges.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import type { BytePage } from '../../worker/protocol/file.ts'
import type { ErrorInfo } from '../../worker/protocol/protocol.ts'
import { useApp } from '../store/use-app.ts'
import { usePage } from '../store/use-page.ts'
import type { AbsentIn } from './hex-lines.ts'

/** Which bytes: in a state of the file, or as the pending edits would leave those on disk. */
export type ByteReading = State | 'edited'

export interface ByteWindow {
  /** Up to `count` bytes, fewer at the end of the file; `undefined` until they are there. */
  slice(offset: number, count: number): Uint8Array | undefined
  readonly absentIn: AbsentIn
  readonly error: ErrorInfo | undefined
  readonly loading: boolean
}

const PAGE = 4096
/** Read before and behind what is shown. */
const MARGIN = 2 * PAGE

const NOTHING = new Uint8Array(0)

const NONE_ABSENT: readonly ByteRange[] = []

/** Some bytes of a reading; none without one. */
export function useBytes(reading: ByteReading | undefined, range: ByteRange) {
  const upTo = useApp((app) => (reading === 'after' ? app.upTo : undefined))
  const edits = useApp((app) => app.edits)
  const isEdited = reading === 'edited'
  const plain = usePage(
    'file.page',
    reading === undefined || isEdited ? undefined : { state: reading, upTo, ...range },
  )
  const edited = usePage('edit.read', isEdited ? { edits, ...range } : undefined)
  if (!isEdited) return plain
  const { data } = edited
  return { ...edited, data: data && { bytes: data, absent: NONE_ABSENT } }
}

/** What is read to show `length` bytes from `top` of `size` bytes; `undefined` where none are left. */
export function bytesAround(top: number, length: number, size: number): ByteRange | undefined {
  const offset = Math.max(0, Math.floor(top / PAGE) * PAGE - MARGIN)
  const span = MARGIN + Math.ceil((length + PAGE) / PAGE) * PAGE + MARGIN
  return offset < size ? { offset, length: Math.min(span, size - offset) } : undefined
}

/** Slices of the window that came last. */
export const sliceOf =
  (page: BytePage | undefined, read: ByteRange | undefined, size: number): ByteWindow['slice'] =>
  (offset, count) => {
    if (offset >= size) return NOTHING
    if (!page || !read || offset < read.offset) return undefined
    const { bytes } = page
    const at = offset - read.offset
    const needed = Math.min(count, size - offset)
    // Less than was asked for: the file ends there.
    const complete = bytes.length < read.length
    return at + needed <= bytes.length || complete ? bytes.subarray(at, at + count) : undefined
  }

/** What of it is not in a skeleton. */
export const absentIn =
  (page: BytePage | undefined): AbsentIn =>
  (offset, count) =>
    (page?.absent ?? NONE_ABSENT)
      .map((range) => clipRange(range, { offset, length: count }))
      .filter(({ length }) => length > 0)
      .map((range) => ({ from: range.offset - offset, to: endOf(range) - offset }))

/** `length` bytes from `top` of a file of `size` bytes are shown. Without a `reading` nothing is read. */
export function useByteWindow(
  reading: ByteReading | undefined,
  top: number,
  length: number,
  size: number,
): ByteWindow {
  const range = bytesAround(top, length, size)
  const { data, params, error, loading } = useBytes(
    range && reading,
    range ?? { offset: 0, length: 0 },
  )
  return { slice: sliceOf(data, params, size), absentIn: absentIn(data), error, loading }
}
