/** The wheel and the finger over a hex view scroll its rows, not the page. */
import { type RefObject, useEffect, useRef } from 'react'

/** What turns pixels, lines and pages into rows. */
interface RowSizes {
  /** In pixels, above 0. */
  readonly rowHeight: number
  /** Rows that are in view: a page. */
  readonly rows: number
}

/** How far a turn of the wheel goes, in pixels, in any of the three delta modes. */
function wheelPixels({ deltaY, deltaMode }: WheelEvent, { rowHeight, rows }: RowSizes): number {
  if (deltaMode === WheelEvent.DOM_DELTA_PAGE) return deltaY * rows * rowHeight
  return deltaMode === WheelEvent.DOM_DELTA_LINE ? deltaY * rowHeight : deltaY
}

/** Adds up pixels and gives whole rows: what is left over counts with the next. */
function wholeRows(): (pixels: number, rowHeight: number) => number {
  let rest = 0
  return (pixels, rowHeight) => {
    rest += pixels
    const rows = Math.trunc(rest / rowHeight)
    rest -= rows * rowHeight
    return rows
  }
}

interface ScrolledBy {
  /** Panes and scroll bar. */
  readonly body: RefObject<HTMLElement | null>
  readonly panes: RefObject<HTMLElement | null>
  /** As high as a row. */
  readonly probe: RefObject<HTMLElement | null>
  readonly rows: number
  readonly scrollBy: (rows: number) => void
  /** Only while the view has the focus, because the page around it scrolls, too. */
  readonly inline: boolean
}

export function useHexScroll(scrolled: ScrolledBy): void {
  const { body, panes } = scrolled
  const latest = useRef(scrolled)
  useEffect(() => {
    latest.current = scrolled
  })
  useEffect(() => {
    const whole = body.current
    const bytes = panes.current
    if (!whole || !bytes) return
    const isOurs = () => !latest.current.inline || whole.contains(document.activeElement)
    const sizes = (): RowSizes => ({
      rowHeight: latest.current.probe.current?.getBoundingClientRect().height || 20,
      rows: latest.current.rows,
    })
    const scroll = (rows: number) => {
      if (rows !== 0) latest.current.scrollBy(rows)
    }

    const turned = wholeRows()
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.deltaY === 0 || !isOurs()) return
      event.preventDefault()
      scroll(turned(wheelPixels(event, sizes()), sizes().rowHeight))
    }

    /** The finger that is on the bytes. */
    let finger: { id: number; y: number; moved: ReturnType<typeof wholeRows> } | undefined
    const onDown = ({ pointerType, isPrimary, pointerId, clientY }: PointerEvent) => {
      const counts = pointerType === 'touch' && isPrimary && isOurs()
      finger = counts ? { id: pointerId, y: clientY, moved: wholeRows() } : undefined
    }
    const onMove = ({ pointerId, clientY }: PointerEvent) => {
      if (finger?.id !== pointerId) return
      // What is under the finger goes with it: down is towards the start of the file.
      scroll(finger.moved(finger.y - clientY, sizes().rowHeight))
      finger.y = clientY
    }
    const onEnd = () => {
      finger = undefined
    }

    const ended = new AbortController()
    const { signal } = ended
    // React listens to the wheel passively, which cannot keep the page from scrolling along.
    whole.addEventListener('wheel', onWheel, { passive: false, signal })
    bytes.addEventListener('pointerdown', onDown, { signal })
    bytes.addEventListener('pointermove', onMove, { signal })
    bytes.addEventListener('pointerup', onEnd, { signal })
    bytes.addEventListener('pointercancel', onEnd, { signal })
    return () => ended.abort()
  }, [body, panes])
}
