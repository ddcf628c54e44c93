/** An entry of the recipe: in one line with what the scan makes of it, and below that its form. */

import { type Path, pathText } from '../../../../engine/compose/recipe.ts'
import { logPosition } from '../../../../engine/format/log-words.ts'
import type { LogEntry } from '../../../../engine/log/log.ts'
import type { PlacedEntry } from '../../../../worker/protocol/recipe.ts'
import { SlotSwatch } from '../../../shared/ring/slot-swatch.tsx'
import { SLOT_NAMES } from '../../../shared/ring/slot-words.ts'
import { useActions } from '../../../store/use-app.ts'
import { useDraft, useLab } from '../use-lab.ts'
import { EntryForm } from './entry-form.tsx'
import { ItemActions } from './item-actions.tsx'
import styles from './lab-form.module.css'
import { valueAt } from './recipe-edit.ts'
import { descriptorWords, ENTRIES, faultWords } from './templates.ts'

interface EntryCardProps {
  readonly index: number
  readonly count: number
  readonly open: boolean
  readonly placed: PlacedEntry | undefined
  /** `undefined` where the log does not have it. */
  readonly read: LogEntry | undefined
}

function Status({ placed, read }: Pick<EntryCardProps, 'placed' | 'read'>) {
  const { problems } = useLab()
  if (placed === undefined || problems.length > 0) return <span className="line tight">–</span>
  return (
    <span className="line tight">
      <SlotSwatch kind={read?.status ?? 'unused'} />
      {read ? SLOT_NAMES[read.status] : 'Overwritten'}
    </span>
  )
}

export function EntryCard({ index, count, open, placed, read }: EntryCardProps) {
  const { recipe } = useDraft()
  const { problems } = useLab()
  const { showRecipe } = useActions()
  const at: Path = [...ENTRIES, index]
  const path = pathText(at)
  const entry = valueAt(recipe, at)
  const faults = faultWords(entry)
  const isWrong = problems.some((problem) => problem.path.startsWith(path))
  return (
    <li className={styles.entry} data-wrong={isWrong || undefined}>
      <div className={styles.entryHead}>
        <button
          type="button"
          data-kind="quiet"
          data-at={path}
          className={styles.toggle}
          aria-expanded={open}
          onClick={() => showRecipe({ entry: open ? undefined : index })}
        >
          <span className="faint" aria-hidden="true">
            {open ? '▾' : '▸'}
          </span>
          <span className={`row ${styles.facts}`}>
            <strong>Entry {index + 1}</strong> <Status placed={placed} read={read} />{' '}
            {placed && (
              <span className="data muted">
                {placed.sequenceNumber.toString()} · {logPosition(placed.position)}
              </span>
            )}
          </span>{' '}
          <span className={`muted ${styles.contents}`}>
            {descriptorWords(entry)}
            {faults && <strong> · {faults}</strong>}
          </span>
        </button>
        <ItemActions
          list={ENTRIES}
          index={index}
          count={count}
          what={`entry ${index + 1}`}
          onPlace={(next) => {
            if (open || next === undefined) showRecipe({ entry: next })
          }}
        />
      </div>
      {open && <EntryForm at={at} placed={placed} read={read} />}
    </li>
  )
}
