/** The bytes of the open file at any offset: on disk, as they would be, or both with what differs marked. */

import type { KeyboardEvent } from 'react'
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import type { ShownState } from '../store/state.ts'
import { useActions, useApp } from '../store/use-app.ts'
import { useFileSize } from '../store/use-file-size.ts'
import { useUpdateWords } from '../store/use-update-words.ts'
import { ComparedPanes } from './compared-panes.tsx'
import { caretRange } from './hex-caret.ts'
import { HexFrame } from './hex-frame.tsx'
import { hexLabels } from './hex-labels.ts'
import { comparedLines, laterLines, plainLines } from './hex-lines.ts'
import { HexPane } from './hex-pane.tsx'
import { useByteWindow } from './use-byte-window.ts'
import { useCopyBytes } from './use-copy-bytes.ts'
import { useHexCaret } from './use-hex-caret.ts'
import { useHexFrame } from './use-hex-frame.ts'
import { hexDigit, useHexTyping } from './use-hex-typing.ts'

interface HexViewProps {
  readonly shows: ShownState
  /** What the caret is in: where Ctrl+Home and Ctrl+End go first. */
  readonly structure?: ByteRange | undefined
  /** What the first selected byte belongs to, in words. */
  readonly field?: string | undefined
  /** Scrolls with the wheel only while it has the focus: for a view inside of a page that scrolls. */
  readonly inline?: boolean | undefined
  /** With the pending edits in the place of the replay. */
  readonly edited?: boolean | undefined
  /** Whether hex digits are typed over the bytes. */
  readonly typing?: boolean | undefined
}

export function HexView(props: HexViewProps) {
  const { shows, structure, field, inline = false, edited = false, typing = false } = props
  const compare = shows === 'compare'
  const frame = useHexFrame(compare ? 2 : 1)
  const { room, rows } = frame
  const sizes = useFileSize()
  const first = shows === 'after' ? 'after' : 'before'
  const labels = hexLabels(first, edited, useUpdateWords().title)
  const size = compare ? Math.max(sizes.before, sizes.after) : sizes[first]
  const { bytesPerRow, lines } = room
  const shape = { size, bytesPerRow, rows, structure }
  const { select } = useActions()
  const selection = useApp((app) => app.selection)
  const { caret, scroll, moveTo, pointTo, moveByKey } = useHexCaret(shape, selection, select)
  const { top } = scroll
  const { copy } = useCopyBytes(edited && !compare ? 'edited' : first)

  const length = lines * bytesPerRow
  const one = useByteWindow(first, top, length, sizes[first])
  const second = edited ? 'edited' : compare ? 'after' : undefined
  const two = useByteWindow(second, top, length, edited ? sizes.before : sizes.after)
  const shown = edited && !two.error ? two : one

  const type = useHexTyping({
    range: caretRange(caret),
    byteAt: (offset) => shown.slice(offset, 1)?.[0],
    moveTo: (offset) => pointTo(offset, false),
  })

  const onKeyDown = (event: KeyboardEvent) => {
    const ctrl = event.ctrlKey || event.metaKey
    if (event.altKey) return
    if (ctrl && event.key.toLowerCase() === 'c') {
      event.preventDefault()
      void copy(caretRange(caret), 'hex')
    } else if (event.key === 'Escape' && selection) {
      event.preventDefault()
      if (selection.length > 1) moveTo(caret.at, false)
      else select(undefined)
    } else if (typing && !ctrl && hexDigit(event.key) !== undefined) {
      event.preventDefault()
      type(hexDigit(event.key) ?? 0)
    } else moveByKey(event)
  }

  const shared = {
    layout: room,
    caret: caret.at,
    selection,
    field: caret.at === selection?.offset ? field : undefined,
    busy: one.loading || two.loading,
    onPoint: pointTo,
  }
  const window = { top, bytesPerRow, lines, size }
  const compared =
    second && !two.error
      ? comparedLines(window, one.slice, two.slice, { before: one.absentIn, after: two.absentIn })
      : []

  return (
    <HexFrame
      frame={frame}
      scroll={scroll}
      inline={inline}
      error={one.error ?? two.error}
      onKeyDown={onKeyDown}
    >
      {size === 0 && <p className="muted">The file has no bytes.</p>}
      {size > 0 && !compare && (
        <HexPane
          {...shared}
          label={labels.one}
          title={undefined}
          lines={shown === two ? laterLines(compared) : plainLines(window, one.slice, one.absentIn)}
        />
      )}
      {size > 0 && compare && (
        <ComparedPanes shared={shared} labels={labels} compared={compared} room={room} />
      )}
    </HexFrame>
  )
}
