/** The bytes of the virtual disk, as a guest reads them; before and after the replay side by side. */

import { useEffect } from 'react'
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { lowerFirst } from '../../../engine/bytes/format.ts'
import type { UpdateWords } from '../../../engine/changes/update-words.ts'
import type { State } from '../../../engine/inspect/inspection.ts'
import { ComparedPanes } from '../../hex/compared-panes.tsx'
import { caretRange } from '../../hex/hex-caret.ts'
import { HexFrame } from '../../hex/hex-frame.tsx'
import type { HexLabels } from '../../hex/hex-labels.ts'
import { comparedLines, plainLines } from '../../hex/hex-lines.ts'
import { HexPane } from '../../hex/hex-pane.tsx'
import { absentIn, bytesAround, sliceOf } from '../../hex/use-byte-window.ts'
import { useHexCaret } from '../../hex/use-hex-caret.ts'
import { useHexFrame } from '../../hex/use-hex-frame.ts'
import { useActions, useAppStore } from '../../store/use-app.ts'
import { usePage } from '../../store/use-page.ts'
import { useUpdateWords } from '../../store/use-update-words.ts'
import type { ShownDisk } from './shown-disk.ts'

const labelsOf = ({ title, after, without }: UpdateWords): HexLabels => ({
  one: 'Bytes of the disk',
  earlier: `Bytes of the disk, ${without}`,
  later: `Bytes of the disk, ${lowerFirst(title)}`,
  both: `Bytes of the disk, ${without} and ${after}`,
  title,
})

interface DiskHexProps {
  readonly disk: ShownDisk
  /** Of the disk, in whichever shown state it is longer; above 0. */
  readonly size: number
  readonly selection: ByteRange
  /** What the selection is, for those who hear it. */
  readonly field: string
}

/** Bytes of a disk around a window; nothing is read of a state that is not shown. */
function useDiskBytes(isShown: boolean, state: State, range: ByteRange | undefined, size: number) {
  const { data, params, error, loading } = usePage(
    'disk.page',
    isShown && range && range.offset < size ? { state, ...range } : undefined,
  )
  return { slice: sliceOf(data, params, size), absentIn: absentIn(data), error, loading }
}

export function DiskHex({ disk, size, selection, field }: DiskHexProps) {
  const { state, compared, sizes } = disk
  const labels = labelsOf(useUpdateWords())
  const frame = useHexFrame(compared ? 2 : 1)
  const { room, rows } = frame
  const { bytesPerRow, lines } = room
  const shape = { size, bytesPerRow, rows, structure: undefined }
  const store = useAppStore()
  const { selectDisk, scrollDisk } = useActions()
  const { caret, scroll, pointTo, moveByKey } = useHexCaret(
    shape,
    selection,
    selectDisk,
    store.getState().diskTop,
  )
  const { top } = scroll
  // biome-ignore lint/correctness/useExhaustiveDependencies: a selection made elsewhere forgets the window
  useEffect(() => scrollDisk(top), [scrollDisk, top, selection.offset, selection.length])

  const range = bytesAround(top, lines * bytesPerRow, size)
  const before = useDiskBytes(compared || state === 'before', 'before', range, sizes.before)
  const after = useDiskBytes(compared || state === 'after', 'after', range, sizes.after)
  const shown = state === 'after' ? after : before

  const shared = {
    layout: room,
    caret: caret.at,
    selection: caretRange(caret),
    field,
    busy: before.loading || after.loading,
    onPoint: pointTo,
  }
  const window = { top, bytesPerRow, lines, size }
  return (
    <HexFrame
      frame={frame}
      scroll={scroll}
      inline
      error={before.error ?? after.error}
      onKeyDown={moveByKey}
    >
      {compared ? (
        <ComparedPanes
          shared={shared}
          labels={labels}
          compared={comparedLines(window, before.slice, after.slice, {
            before: before.absentIn,
            after: after.absentIn,
          })}
          room={room}
        />
      ) : (
        <HexPane
          {...shared}
          label={state === 'after' ? labels.later : labels.one}
          title={undefined}
          lines={plainLines(window, shown.slice, shown.absentIn)}
        />
      )}
    </HexFrame>
  )
}
