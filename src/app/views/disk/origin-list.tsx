/** Where the selected bytes of the disk are from. */
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { formatBytes, formatCount } from '../../../engine/bytes/format.ts'
import type { State } from '../../../engine/inspect/inspection.ts'
import { MAX_PAGE_BYTES } from '../../../worker/protocol/file.ts'
import { useActions } from '../../store/use-app.ts'
import { usePage } from '../../store/use-page.ts'
import styles from './disk-view.module.css'
import { originWords } from './origin-words.ts'

/** Of a fragmented disk each sector may be from elsewhere. */
const MOST_SHOWN = 8

interface OriginListProps {
  readonly state: State
  readonly range: ByteRange
  /** Of the disk in this state. */
  readonly size: number
  /** Of the state, where two are shown. */
  readonly title?: string | undefined
}

const NAME = 'Where the selected bytes are from'

export function OriginList({ state, range, size, title }: OriginListProps) {
  const { data, error } = usePage('disk.map', { state, ...range })
  const { select } = useActions()
  if (error) return <p role="alert">{error.message}</p>
  const extents = data ?? []
  return (
    <div>
      {title && (
        <p className="side" data-side={state} aria-hidden="true">
          {title}
        </p>
      )}
      <ul
        className={`stack tight ${styles.origins}`}
        aria-label={title ? `${NAME}, ${title.toLowerCase()}` : NAME}
      >
        {extents.slice(0, MOST_SHOWN).map((extent) => (
          <li key={extent.offset}>
            <span>
              {formatBytes(extent.length)} {originWords(extent)}
            </span>
            {extent.from === 'file' && extent.layer === 0 && (
              <button
                type="button"
                data-kind="quiet"
                onClick={() =>
                  select({ offset: extent.fileOffset, length: extent.length }, { reveal: true })
                }
              >
                Show in the file
              </button>
            )}
          </li>
        ))}
      </ul>
      {range.offset >= size && <p className="muted">Past the end of the disk.</p>}
      {extents.length > MOST_SHOWN && (
        <p className="muted">and {formatCount(extents.length - MOST_SHOWN)} more parts.</p>
      )}
      {range.length > MAX_PAGE_BYTES && (
        <p className="muted">Only the first {formatBytes(MAX_PAGE_BYTES)} are told.</p>
      )}
    </div>
  )
}
