/** The room of a hex view that shows one state or two of the same bytes. */
import { type RefObject, useRef } from 'react'
import { type HexRoom, useHexLayout } from './use-hex-layout.ts'

export interface HexFrameParts {
  readonly panes: RefObject<HTMLDivElement | null>
  readonly box: RefObject<HTMLDivElement | null>
  readonly probe: RefObject<HTMLSpanElement | null>
  readonly room: HexRoom
  /** Whether there are two panes: two states, with room for both. */
  readonly sideBySide: boolean
  /** Rows of the file that have room: two states in one pane take two lines each. */
  readonly rows: number
}

export function useHexFrame(states: 1 | 2): HexFrameParts {
  const panes = useRef<HTMLDivElement>(null)
  const box = useRef<HTMLDivElement>(null)
  const probe = useRef<HTMLSpanElement>(null)
  const room = useHexLayout(box, probe, states)
  const unified = states === 2 && !room.sideBySide
  return {
    panes,
    box,
    probe,
    room,
    sideBySide: states === 2 && room.sideBySide,
    rows: unified ? Math.floor(room.lines / 2) : room.lines,
  }
}
