/** An item of a list in an entry: what it is, what can be done with it, and what is wrong with it. */

import type { ReactNode } from 'react'
import { type Path, pathText } from '../../../../engine/compose/recipe.ts'
import { useProblems } from '../use-lab.ts'
import { ItemActions } from './item-actions.tsx'
import styles from './lab-form.module.css'

export interface ItemPlace {
  readonly list: Path
  readonly index: number
  /** Of the items in the list. */
  readonly count: number
}

interface ItemFrameProps extends ItemPlace {
  /** "fault", for the names of the buttons. */
  readonly what: string
  /** Whether the order says anything. */
  readonly ordered?: boolean
  readonly title: string
  /** One sentence. */
  readonly note?: string
  readonly children: ReactNode
}

export function ItemFrame(props: ItemFrameProps) {
  const { list, index, count, what, ordered = true, title, note, children } = props
  const at: Path = [...list, index]
  const problems = useProblems(at)
  return (
    <li className={`stack tight ${styles.item}`} data-at={pathText(at)} tabIndex={-1}>
      <div className="apart">
        <h4>{title}</h4>
        <ItemActions
          list={list}
          index={index}
          count={count}
          what={`${what} ${index + 1}`}
          ordered={ordered}
        />
      </div>
      {note && <p className={`muted ${styles.note}`}>{note}</p>}
      {problems.length > 0 && <p className="wrong anywhere">{problems.join(' ')}</p>}
      {children}
    </li>
  )
}
