/** What the panes of a hex view are called. */
import { lowerFirst } from '../../engine/bytes/format.ts'
import type { State } from '../../engine/inspect/inspection.ts'

export interface HexLabels {
  /** Of the only pane, and of the first of two. */
  readonly one: string
  readonly earlier: string
  /** Of the second of two, and of both in one. */
  readonly later: string
  readonly both: string
  /** Over the first of two, where it is not the file on disk. */
  readonly earlierTitle?: string
  /** Over the second of two. */
  readonly title: string
}

/** `after` is the title of that state. */
export function hexLabels(first: State, edited: boolean, after: string): HexLabels {
  const title = edited ? 'With the edits' : after
  const later = `Bytes, ${lowerFirst(title)}`
  const one = edited || first === 'after' ? later : 'Bytes, on disk'
  return {
    one,
    earlier: 'Bytes, on disk',
    later,
    both: `Bytes, on disk and ${later.slice('Bytes, '.length)}`,
    title,
  }
}
