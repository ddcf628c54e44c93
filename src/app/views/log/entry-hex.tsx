/** The bytes of the file, and beside them those with what a log entry would write. */

import { useState } from 'react'
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { lowerFirst } from '../../../engine/bytes/format.ts'
import type { State } from '../../../engine/inspect/inspection.ts'
import { ComparedPanes } from '../../hex/compared-panes.tsx'
import { caretRange } from '../../hex/hex-caret.ts'
import { HexFrame } from '../../hex/hex-frame.tsx'
import { comparedLines } from '../../hex/hex-lines.ts'
import { absentIn, bytesAround, sliceOf } from '../../hex/use-byte-window.ts'
import { useHexCaret } from '../../hex/use-hex-caret.ts'
import { useHexFrame } from '../../hex/use-hex-frame.ts'
import { useFileSize } from '../../store/use-file-size.ts'
import { usePage } from '../../store/use-page.ts'
import { useUpdateWords } from '../../store/use-update-words.ts'

interface EntryHexProps {
  /** Of the entry, in the log. */
  readonly position: number
  /** What it is compared with. */
  readonly state: State
  /** Bytes of the file that one descriptor is about. */
  readonly range: ByteRange
}

export function EntryHex({ position, state, range }: EntryHexProps) {
  const words = useUpdateWords()
  const frame = useHexFrame(2)
  const { room, rows } = frame
  const [selection, setSelection] = useState<ByteRange>({ offset: range.offset, length: 1 })
  const base = useFileSize()[state]
  // The entry may write behind the end of the file.
  const size = Math.max(base, range.offset + range.length)
  const { bytesPerRow, lines } = room
  const shape = { size, bytesPerRow, rows, structure: range }
  const { caret, scroll, pointTo, moveByKey } = useHexCaret(shape, selection, setSelection)
  const { top } = scroll
  const length = lines * bytesPerRow
  const old = usePage('file.page', withState(bytesAround(top, length, base), state))
  const around = bytesAround(top, length, size)
  const now = usePage('log.withEntry', around && { position, state, ...around })

  const title = state === 'after' ? words.title : 'On disk'
  return (
    <HexFrame
      frame={frame}
      scroll={scroll}
      inline
      error={old.error ?? now.error}
      onKeyDown={moveByKey}
    >
      <ComparedPanes
        shared={{
          layout: room,
          caret: caret.at,
          selection: caretRange(caret),
          field: undefined,
          busy: old.loading || now.loading,
          onPoint: pointTo,
        }}
        labels={{
          one: 'Bytes, with the entry',
          earlier: `Bytes, ${lowerFirst(title)}`,
          earlierTitle: title,
          later: 'Bytes, with the entry',
          both: `Bytes, ${lowerFirst(title)} and with the entry`,
          title: 'With this entry (history)',
        }}
        compared={comparedLines(
          { top, bytesPerRow, lines, size },
          sliceOf(old.data, old.params, base),
          sliceOf(now.data, now.params, size),
          { before: absentIn(old.data), after: absentIn(now.data) },
        )}
        room={room}
      />
    </HexFrame>
  )
}

const withState = (range: ByteRange | undefined, state: State) => range && { state, ...range }
