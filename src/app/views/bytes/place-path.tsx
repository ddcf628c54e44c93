/** Where the cursor is, from the file down to the field; each step selects its bytes. */
import { formatHex } from '../../../engine/bytes/format.ts'
import { sameRange } from '../../../engine/bytes/ranges.ts'
import { visibleText } from '../../../engine/bytes/visible-text.ts'
import type { Place } from '../../../engine/places/place.ts'
import { useActions, useApp } from '../../store/use-app.ts'
import styles from './place-path.module.css'

export function PlacePath({ place }: { readonly place: Place | undefined }) {
  const { select } = useActions()
  const selection = useApp((app) => app.selection)
  return (
    <nav aria-label="Structure under the cursor" className={styles.path}>
      <ol>
        {place?.path.map(({ name, at }, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is what it is by its depth
          <li key={index}>
            <button
              type="button"
              data-kind="link"
              aria-current={sameRange(selection, at) ? 'location' : undefined}
              title={`Select ${at.length} bytes at ${formatHex(at.offset)}`}
              onClick={() => select(at)}
            >
              <bdi>{visibleText(name)}</bdi>
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}
