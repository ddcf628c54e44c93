/** Colours of the tokens as a canvas needs them, whenever the theme or the system changes them. */
import { type RefObject, useLayoutEffect, useState } from 'react'

const QUERIES = [
  '(prefers-color-scheme: dark)',
  '(forced-colors: active)',
  '(prefers-contrast: more)',
]

/** Calls back on every change that may change colours. */
function watchColours(changed: () => void): () => void {
  const queries = QUERIES.map((query) => matchMedia(query))
  for (const query of queries) query.addEventListener('change', changed)
  const observer = new MutationObserver(changed)
  observer.observe(document.documentElement, { attributeFilter: ['data-theme'] })
  return () => {
    for (const query of queries) query.removeEventListener('change', changed)
    observer.disconnect()
  }
}

/** `light-dark()` and system colours are known only where they are used, so a probe uses them. */
function readColours<Name extends string>(
  parent: HTMLElement,
  names: readonly Name[],
): Readonly<Record<Name, string>> {
  const probe = document.createElement('span')
  probe.hidden = true
  probe.style.setProperty('forced-color-adjust', 'none')
  parent.append(probe)
  const colours = names.map((name) => {
    probe.style.color = `var(--${name})`
    return [name, getComputedStyle(probe).color] as const
  })
  probe.remove()
  return Object.fromEntries(colours) as Record<Name, string>
}

/** By the names of the tokens without their dashes; `names` must stay the same list. */
export function useColours<Name extends string>(
  element: RefObject<HTMLElement | null>,
  names: readonly Name[],
): Readonly<Record<Name, string>> | undefined {
  const [colours, setColours] = useState<Readonly<Record<Name, string>>>()
  useLayoutEffect(() => {
    const read = () => {
      if (element.current) setColours(readColours(element.current, names))
    }
    read()
    return watchColours(read)
  }, [element, names])
  return colours
}
