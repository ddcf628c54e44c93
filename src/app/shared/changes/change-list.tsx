/** The changes of the replay as a list, grouped by structure: all that the pictures show, in words. */
import { useState } from 'react'
import { formatBytes, formatHex, plural } from '../../../engine/bytes/format.ts'
import { visibleText } from '../../../engine/bytes/visible-text.ts'
import styles from './changes.module.css'
import { type ChangeGroup, changeSize, type NumberedChange } from './group-changes.ts'

/** A large log makes thousands. */
const SHOWN_AT_ONCE = 100

interface ChangeListProps {
  readonly groups: readonly ChangeGroup[]
  readonly chosen: number | undefined
  readonly onChoose: (index: number) => void
}

function ChangeItem({
  item: { change, index },
  current,
  onChoose,
}: {
  readonly item: NumberedChange
  readonly current: boolean
  readonly onChoose: (index: number) => void
}) {
  const { offset, length, summary } = change
  return (
    <li>
      <button
        type="button"
        className={styles.change}
        aria-current={current ? 'true' : undefined}
        onClick={() => onChoose(index)}
      >
        <span className={`small muted ${styles.place}`}>
          <span className="data">{formatHex(offset, 8)}</span>
          <span>{formatBytes(length)}</span>
          <span>{changeSize(change)}</span>
        </span>
        <bdi>{visibleText(summary)}</bdi>
      </button>
    </li>
  )
}

function Group({
  group: { title, changes, sectors },
  chosen,
  onChoose,
}: Omit<ChangeListProps, 'groups'> & { readonly group: ChangeGroup }) {
  const [shown, setShown] = useState(SHOWN_AT_ONCE)
  const position = changes.findIndex(({ index }) => index === chosen)
  const count = Math.max(shown, position + 1)
  return (
    <section>
      <h3>
        {title} <span className="aside">{plural(sectors, 'sector')}</span>
      </h3>
      <ul>
        {changes.slice(0, count).map((item) => (
          <ChangeItem
            key={item.index}
            item={item}
            current={item.index === chosen}
            onChoose={onChoose}
          />
        ))}
      </ul>
      {changes.length > count && (
        <button type="button" onClick={() => setShown(count + SHOWN_AT_ONCE)}>
          {plural(changes.length - count, 'more change')}
        </button>
      )}
    </section>
  )
}

export function ChangeList({ groups, chosen, onChoose }: ChangeListProps) {
  return (
    <div className={`stack loose ${styles.list}`}>
      {groups.map((group) => (
        <Group key={group.structure} group={group} chosen={chosen} onChoose={onChoose} />
      ))}
    </div>
  )
}
