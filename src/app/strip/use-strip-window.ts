/** What the strip of the log shows: the window goes with the slider, and is zoomed and moved by itself. */
import { type RefObject, useEffect, useEffectEvent, useState } from 'react'
import { panStrip, revealSlot, type StripWindow, wholeStrip, zoomStrip } from './strip-window.ts'

/** A notch of a mouse wheel is about 100 pixels, the fingers on a touch pad make many small steps. */
const WHEEL_OF_A_DOUBLING = 200

interface Stripped {
  readonly window: StripWindow
  /** The slot that the window was made to show. */
  readonly slot: number
}

export interface StripView {
  readonly window: StripWindow
  /** `factor` times as many slots around the slider, or around the middle where that is not shown. */
  readonly zoom: (factor: number) => StripWindow
}

/** Over `strip` Ctrl and the wheel zoom, as fingers on a touch pad do, and the wheel moves sideways. */
export function useStripWindow(
  strip: RefObject<HTMLElement | null>,
  slots: number,
  slot: number,
): StripView {
  const [last, setLast] = useState<Stripped>({ window: wholeStrip(slots), slot })
  let now = last
  if (last.slot !== slot) {
    now = { window: revealSlot(last.window, slot, slots), slot }
    setLast(now)
  }
  const { window } = now
  const show = (next: StripWindow): StripWindow => {
    setLast({ window: next, slot })
    return next
  }

  const zoom = (factor: number) => {
    const middle = window.first + window.count / 2
    const isShown = slot >= window.first && slot < window.first + window.count
    const { first, count } = zoomStrip(window, factor, isShown ? slot + 0.5 : middle, slots)
    return show({ first: Math.round(first), count: Math.round(count) })
  }

  const onWheel = useEffectEvent((event: WheelEvent) => {
    const { left = 0, width = 0 } = strip.current?.getBoundingClientRect() ?? {}
    if (width === 0) return
    if (event.ctrlKey) {
      event.preventDefault()
      const at = window.first + ((event.clientX - left) / width) * window.count
      show(zoomStrip(window, 2 ** (event.deltaY / WHEEL_OF_A_DOUBLING), at, slots))
    } else if (Math.abs(event.deltaX) > Math.abs(event.deltaY) && window.count < slots) {
      event.preventDefault()
      show(panStrip(window, (event.deltaX / width) * window.count, slots))
    }
  })

  // React listens to the wheel passively, which cannot keep the page from zooming or scrolling along.
  useEffect(() => {
    const element = strip.current
    if (!element) return
    const listener = (event: WheelEvent) => onWheel(event)
    element.addEventListener('wheel', listener, { passive: false })
    return () => element.removeEventListener('wheel', listener)
  }, [strip])

  return { window, zoom }
}
