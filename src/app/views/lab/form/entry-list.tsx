/** The log entries of the recipe, in the order in which they are written. */
import { formatCount } from '../../../../engine/bytes/format.ts'
import { pathText } from '../../../../engine/compose/recipe.ts'
import type { LogEntry } from '../../../../engine/log/log.ts'
import type { PlacedEntry } from '../../../../worker/protocol/recipe.ts'
import { useActions } from '../../../store/use-app.ts'
import { useLead } from '../lead.ts'
import { useDraft, useLab } from '../use-lab.ts'
import { EntryCard } from './entry-card.tsx'
import styles from './lab-form.module.css'
import { inserted, listAt } from './recipe-edit.ts'
import { ENTRIES } from './templates.ts'

/** Who writes more by hand uses the JSON. */
const MOST_SHOWN = 100

interface EntryListProps {
  readonly placed: readonly PlacedEntry[]
  /** By index. */
  readonly read: readonly (LogEntry | undefined)[]
}

export function EntryList({ placed, read }: EntryListProps) {
  const { recipe } = useDraft()
  const { shown } = useLab()
  const { changeRecipe: change, showRecipe } = useActions()
  const lead = useLead()
  const entries = listAt(recipe, ENTRIES)
  const add = () => {
    change((now) => inserted(now, ENTRIES, {}))
    showRecipe({ entry: entries.length })
    lead(`${pathText([...ENTRIES, entries.length, 'descriptors'])}#add`)
  }
  return (
    <>
      {entries.length === 0 && (
        <p className={`muted ${styles.note}`}>
          The log is empty: the image is clean. Add an entry to it.
        </p>
      )}
      <ol className="stack">
        {entries.slice(0, MOST_SHOWN).map((_, index) => (
          <EntryCard
            // biome-ignore lint/suspicious/noArrayIndexKey: what is at an index is all that there is to it
            key={index}
            index={index}
            count={entries.length}
            open={shown.entry === index}
            placed={placed[index]}
            read={read[index]}
          />
        ))}
      </ol>
      {entries.length > MOST_SHOWN && (
        <p className={`muted ${styles.note}`}>
          {formatCount(entries.length - MOST_SHOWN)} more entries are in the JSON.
        </p>
      )}
      <p>
        <button type="button" data-at={`${pathText(ENTRIES)}#add`} onClick={add}>
          Add entry
        </button>
      </p>
    </>
  )
}
