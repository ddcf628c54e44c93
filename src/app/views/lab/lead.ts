/** Takes the focus to a part of the recipe's form, by its path. */
import {
  createContext,
  type RefObject,
  useCallback,
  useContext,
  useEffect,
  useEffectEvent,
  useState,
} from 'react'

/** The focus goes there as soon as it is on the page; behind `#`, to one of the buttons beside it. */
export type Lead = (path: string) => void

const LeadContext = createContext<Lead>(() => {})
export const LeadProvider = LeadContext.Provider
export const useLead = (): Lead => useContext(LeadContext)

const find = (root: HTMLElement, path: string): HTMLElement | null =>
  root.querySelector<HTMLElement>(`[data-at="${CSS.escape(path)}"]`)

/** Without the last step: "log.entries[3]" of "log.entries[3].tail". */
const outside = (path: string): string => path.replace(/(?:[.#]?[$\w]+|\[[^\]]*\])$/, '')

/** What is at the path, or else around it. */
function nearest(root: HTMLElement, path: string): HTMLElement | null {
  for (let at = path; ; ) {
    const found = find(root, at)
    if (found || at === '') return found
    const next = outside(at)
    at = next.length < at.length ? next : ''
  }
}

/** `root` is where the form is. `onMissing` is called where the form has nothing at a path, nor around it. */
export function useLeadIn(root: RefObject<HTMLElement | null>, onMissing: () => void): Lead {
  const [wanted, setWanted] = useState<{ readonly path: string }>()
  const missing = useEffectEvent(onMissing)
  useEffect(() => {
    if (wanted === undefined || !root.current) return
    const target = nearest(root.current, wanted.path)
    if (target) {
      target.focus()
      target.scrollIntoView({ block: 'nearest' })
    } else if (wanted.path !== '') {
      missing()
      setWanted({ path: '' })
    }
  }, [wanted, root])
  return useCallback((path) => setWanted({ path }), [])
}
