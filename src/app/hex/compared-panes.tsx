/** Bytes in two states: in two panes where there is room, else in one whose rows say which they show. */
import type { HexLabels } from './hex-labels.ts'
import { type Compared, unifiedLines } from './hex-lines.ts'
import { HexPane, type HexPaneProps } from './hex-pane.tsx'
import type { HexRoom } from './use-hex-layout.ts'

interface ComparedPanesProps {
  readonly shared: Omit<HexPaneProps, 'label' | 'title' | 'lines'>
  readonly labels: HexLabels
  readonly compared: readonly Compared[]
  readonly room: HexRoom
}

export function ComparedPanes({ shared, labels, compared, room }: ComparedPanesProps) {
  if (!room.sideBySide) {
    const lines = unifiedLines(compared, room.lines)
    return <HexPane {...shared} label={labels.both} title={undefined} unified lines={lines} />
  }
  return (
    <>
      <HexPane
        {...shared}
        label={labels.earlier}
        side="before"
        title={labels.earlierTitle ?? 'On disk'}
        lines={compared.map(({ before }) => before)}
      />
      <HexPane
        {...shared}
        label={labels.later}
        side="after"
        title={labels.title}
        lines={compared.map(({ after }) => after)}
      />
    </>
  )
}
