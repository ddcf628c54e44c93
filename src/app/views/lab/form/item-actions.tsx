/** Buttons beside an item of a list: up, down, once more, away. The focus stays with the item. */

import { type Path, pathText } from '../../../../engine/compose/recipe.ts'
import { useActions } from '../../../store/use-app.ts'
import { useLead } from '../lead.ts'
import styles from './lab-form.module.css'
import { duplicated, moved, without } from './recipe-edit.ts'

/** No font has this sign for certain. */
const CopySign = () => (
  <svg viewBox="0 0 16 16" className={styles.copySign} aria-hidden="true">
    <path d="M5.5 5.5h8v8h-8zM10.5 5.5v-3h-8v8h3" />
  </svg>
)

interface ItemActionsProps {
  readonly list: Path
  readonly index: number
  readonly count: number
  /** "entry 3", for the names of the buttons. */
  readonly what: string
  /** Whether the order says anything. */
  readonly ordered?: boolean
  /** Another item is at this place now; `undefined` where it is gone. */
  readonly onPlace?: (index: number | undefined) => void
}

export function ItemActions(props: ItemActionsProps) {
  const { list, index, count, what, ordered = true, onPlace } = props
  const { changeRecipe: change } = useActions()
  const lead = useLead()
  const at: Path = [...list, index]
  const place = (next: number, action: string) => {
    onPlace?.(next)
    lead(`${pathText([...list, next])}#${action}`)
  }
  const move = (by: -1 | 1, action: string) => {
    if (index + by < 0 || index + by >= count) return
    change((recipe) => moved(recipe, at, by))
    place(index + by, action)
  }
  const remove = () => {
    change((recipe) => without(recipe, at))
    onPlace?.(undefined)
    lead(
      count === 1
        ? `${pathText(list)}#add`
        : `${pathText([...list, Math.min(index, count - 2)])}#remove`,
    )
  }
  const moves = [
    { id: 'up', name: 'Move up', sign: '↑', off: index === 0, act: () => move(-1, 'up') },
    {
      id: 'down',
      name: 'Move down',
      sign: '↓',
      off: index === count - 1,
      act: () => move(1, 'down'),
    },
  ]
  const actions = [
    ...(ordered ? moves : []),
    {
      id: 'copy',
      name: 'Duplicate',
      sign: <CopySign />,
      off: false,
      act: () => {
        change((recipe) => duplicated(recipe, at))
        place(index + 1, 'copy')
      },
    },
    { id: 'remove', name: 'Delete', sign: '✕', off: false, act: remove },
  ]
  return (
    <span className={styles.itemActions}>
      {actions.map(({ id, name, sign, off, act }) => (
        <button
          key={id}
          type="button"
          data-kind="quiet"
          data-at={`${pathText(at)}#${id}`}
          aria-label={`${name}: ${what}`}
          title={name}
          // Not `disabled`, which would take the focus from whoever has just come to the end.
          aria-disabled={off || undefined}
          onClick={act}
        >
          <span aria-hidden="true">{sign}</span>
        </button>
      ))}
    </span>
  )
}
