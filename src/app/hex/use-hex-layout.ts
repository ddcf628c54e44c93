/** How many rows and how many bytes a row the hex view has room for; measured, and again when that changes. */
import { type RefObject, useLayoutEffect, useState } from 'react'
import { type HexLayout, hexLayout } from './hex-rows.ts'

export interface HexRoom extends HexLayout {
  /** Lines that fit. */
  readonly lines: number
  /** Whether two states have room side by side. */
  readonly sideBySide: boolean
}

/** In characters: two panes of eight bytes with their text. */
const SIDE_BY_SIDE_COLUMNS = 100
const PROBE_COLUMNS = 100

const same = (a: HexRoom, b: HexRoom): boolean =>
  a.lines === b.lines &&
  a.sideBySide === b.sideBySide &&
  a.bytesPerRow === b.bytesPerRow &&
  a.ascii === b.ascii

/** `probe` is as wide as 100 characters and as high as a row; both elements are always there. */
export function useHexLayout(
  box: RefObject<HTMLElement | null>,
  probe: RefObject<HTMLElement | null>,
  panes: 1 | 2,
): HexRoom {
  const [room, setRoom] = useState<HexRoom>({
    lines: 16,
    sideBySide: true,
    bytesPerRow: 16,
    ascii: true,
  })
  useLayoutEffect(() => {
    const element = box.current
    const sample = probe.current
    if (!element || !sample) return
    const measure = () => {
      const { width, height } = sample.getBoundingClientRect()
      if (width === 0 || height === 0) return
      const columns = (element.clientWidth / width) * PROBE_COLUMNS
      const sideBySide = panes === 2 && columns >= SIDE_BY_SIDE_COLUMNS
      const next: HexRoom = {
        lines: Math.max(2, Math.floor(element.clientHeight / height)),
        sideBySide,
        // The gutter between two panes is as wide as three characters.
        ...hexLayout(sideBySide ? (columns - 3) / 2 : columns),
      }
      setRoom((last) => (same(last, next) ? last : next))
    }
    const observer = new ResizeObserver(measure)
    observer.observe(element)
    observer.observe(sample)
    measure()
    return () => observer.disconnect()
  }, [box, probe, panes])
  return room
}
