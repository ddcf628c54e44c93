/** The wheel over a hex view scrolls its rows, not the page. */
import { type RefObject, useEffect, useRef } from 'react'

const ROWS_PER_NOTCH = 3

/** `inline`: only while the view has the focus, because the page around it scrolls, too. */
export function useHexWheel(
  panes: RefObject<HTMLElement | null>,
  scrollBy: (rows: number) => void,
  inline: boolean,
): void {
  const scroll = useRef(scrollBy)
  useEffect(() => {
    scroll.current = scrollBy
  })
  // React listens to the wheel passively, which cannot keep the page from scrolling along.
  useEffect(() => {
    const element = panes.current
    if (!element) return
    const onWheel = (event: WheelEvent) => {
      if (event.ctrlKey || event.deltaY === 0) return
      if (inline && !element.contains(document.activeElement)) return
      event.preventDefault()
      scroll.current(Math.sign(event.deltaY) * ROWS_PER_NOTCH)
    }
    element.addEventListener('wheel', onWheel, { passive: false })
    return () => element.removeEventListener('wheel', onWheel)
  }, [panes, inline])
}
