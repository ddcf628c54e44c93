/** The bytes of a content. */
import { useState } from 'react'
import type { ByteRange } from '../../../../engine/bytes/byte-source.ts'
import type { OfNode } from '../../../../worker/protocol/files.ts'
import { caretRange } from '../../../hex/hex-caret.ts'
import { HexFrame } from '../../../hex/hex-frame.tsx'
import { plainLines } from '../../../hex/hex-lines.ts'
import { HexPane } from '../../../hex/hex-pane.tsx'
import { absentIn, bytesAround, sliceOf } from '../../../hex/use-byte-window.ts'
import { useHexCaret } from '../../../hex/use-hex-caret.ts'
import { useHexFrame } from '../../../hex/use-hex-frame.ts'
import { usePage } from '../../../store/use-page.ts'

interface ContentHexProps {
  readonly of: OfNode
  /** Above 0. */
  readonly size: number
}

export function ContentHex({ of, size }: ContentHexProps) {
  const [selection, select] = useState<ByteRange>({ offset: 0, length: 1 })
  const frame = useHexFrame(1)
  const { room, rows } = frame
  const { bytesPerRow, lines } = room
  const shape = { size, bytesPerRow, rows, structure: undefined }
  const { caret, scroll, pointTo, moveByKey } = useHexCaret(shape, selection, select)
  const { top } = scroll
  const range = bytesAround(top, lines * bytesPerRow, size)
  const { data, params, error, loading } = usePage('files.read', range && { ...of, ...range })
  return (
    <HexFrame frame={frame} scroll={scroll} inline error={error} onKeyDown={moveByKey}>
      <HexPane
        label="Bytes of the file"
        title={undefined}
        layout={room}
        caret={caret.at}
        selection={caretRange(caret)}
        field={undefined}
        busy={loading}
        onPoint={pointTo}
        lines={plainLines(
          { top, bytesPerRow, lines, size },
          sliceOf(data, params, size),
          absentIn(data),
        )}
      />
    </HexFrame>
  )
}
