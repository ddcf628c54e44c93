/** Keeps the focus in a part of the page whose elements come and go. */
import { type RefObject, useLayoutEffect, useRef } from 'react'

export interface KeptFocus {
  /** Whether the focus is inside, or was until its element left the page just now. */
  readonly isInside: () => boolean
}

/**
 * An element that leaves the page takes the focus along, to nowhere. This remembers whose it was, so
 * that a layout effect can give it to another element.
 */
export function useKeptFocus(root: RefObject<HTMLElement | null>): KeptFocus {
  const last = useRef<Element | undefined>(undefined)
  useLayoutEffect(() => {
    const element = root.current
    if (!element) return
    const onFocus = ({ target }: FocusEvent) => {
      last.current = target instanceof Element ? target : undefined
    }
    const onBlur = ({ target }: FocusEvent) => {
      // Only afterwards it shows whether the element went away or the user did.
      queueMicrotask(() => {
        if (last.current === target && target instanceof Element && target.isConnected) {
          last.current = undefined
        }
      })
    }
    element.addEventListener('focusin', onFocus)
    element.addEventListener('focusout', onBlur)
    return () => {
      element.removeEventListener('focusin', onFocus)
      element.removeEventListener('focusout', onBlur)
    }
  }, [root])
  return {
    isInside: () =>
      root.current?.contains(document.activeElement) ||
      (last.current !== undefined &&
        !last.current.isConnected &&
        document.activeElement === document.body),
  }
}
