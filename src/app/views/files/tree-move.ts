/** Where a key leads in a tree, by what of it is shown (ARIA Authoring Practices, Tree View). */

/** To another item, or what is done with this one. */
export type TreeMove =
  | { readonly to: HTMLElement }
  | { readonly to?: undefined; readonly does: 'toggle' | 'go' }

export function treeMove(tree: HTMLElement, item: HTMLElement, key: string): TreeMove | undefined {
  const items = [...tree.querySelectorAll<HTMLElement>('[role=treeitem]')]
  const at = items.indexOf(item)
  const to = (found: HTMLElement | null | undefined): TreeMove | undefined =>
    found ? { to: found } : undefined
  const expanded = item.getAttribute('aria-expanded')
  switch (key) {
    case 'ArrowDown':
      return to(items[at + 1])
    case 'ArrowUp':
      return to(items[at - 1])
    case 'Home':
      return to(items[0])
    case 'End':
      return to(items.at(-1))
    case 'ArrowRight':
      if (expanded === 'false') return { does: 'toggle' }
      return to(item.querySelector<HTMLElement>('[role=treeitem]'))
    case 'ArrowLeft':
      if (expanded === 'true') return { does: 'toggle' }
      return to(item.parentElement?.closest<HTMLElement>('[role=treeitem]'))
    case 'Enter':
    case ' ':
      return { does: 'go' }
    default:
      return undefined
  }
}
