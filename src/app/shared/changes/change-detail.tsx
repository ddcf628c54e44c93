/** The change that is selected, in plain words: what it means, and which entries of the log make it. */
import { formatHex, plural } from '../../../engine/bytes/format.ts'
import { visibleText } from '../../../engine/bytes/visible-text.ts'
import type { Change } from '../../../engine/changes/change.ts'
import { useActions } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { changeSize, numbersOf } from './group-changes.ts'

const MOST_ENTRIES = 8

interface ChangeDetailProps {
  readonly change: Change
  /** What is selected in it, in words. */
  readonly place: string | undefined
}

export function ChangeDetail({ change, place }: ChangeDetailProps) {
  const { inspection } = useOpenFile()
  const { selectEntry } = useActions()
  const entries = numbersOf(change.entries, inspection.log?.active)
  const more = change.detailCount - change.details.length
  return (
    <>
      <h2>
        <bdi>{visibleText(change.summary)}</bdi>
      </h2>
      <p className="aside">
        <span className="data">{formatHex(change.offset)}</span>, {changeSize(change)}
      </p>
      {place && (
        <p>
          Selected: <bdi>{visibleText(place)}</bdi>
        </p>
      )}
      {change.detailCount > 1 && (
        <ul className="numbers">
          {change.details.map((detail, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines of a text
            <li key={index}>
              <bdi>{visibleText(detail)}</bdi>
            </li>
          ))}
          {more > 0 && <li>and {plural(more, 'more')}</li>}
        </ul>
      )}
      {entries.length > 0 && (
        <p className="links">
          Set by {entries.length === 1 ? 'entry' : 'entries'}
          {entries.slice(-MOST_ENTRIES).map(({ position, number }) => (
            <button
              key={position}
              type="button"
              data-kind="link"
              onClick={() => {
                selectEntry(position, { reveal: true })
              }}
            >
              {number.toString()}
            </button>
          ))}
          {entries.length > MOST_ENTRIES && `and ${entries.length - MOST_ENTRIES} earlier`}
        </p>
      )}
    </>
  )
}
