/** The file from its first byte to its last, one button per structure. Not to scale. */

import { formatBytes, formatHex } from '../../../engine/bytes/format.ts'
import { endOf } from '../../../engine/bytes/ranges.ts'
import { useActions } from '../../store/use-app.ts'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import type { Segment } from './layout.ts'
import styles from './layout-strip.module.css'

const nameOf = ({ name, offset, length, current, damaged }: Segment): string =>
  `${name}${current ? ', current' : ''}${damaged ? ', damaged' : ''}, at ${formatHex(offset)}, ${formatBytes(length)}`

export function LayoutStrip({ segments }: { readonly segments: readonly Segment[] }) {
  const { select } = useActions()
  const last = segments.at(-1)
  return (
    <div>
      <ol className={styles.strip}>
        {segments.map((segment) => (
          <li key={`${segment.offset} ${segment.name}`} data-kind={segment.kind}>
            <button
              type="button"
              data-damaged={segment.damaged || undefined}
              title={nameOf(segment)}
              aria-label={nameOf(segment)}
              onClick={() => select(segment, { reveal: true })}
            >
              <span className={styles.name}>
                {segment.short}
                {segment.current && <span className={styles.current} />}
                {segment.damaged && <ToneIcon sign="fatal" />}
              </span>
              <span className={styles.size}>{formatBytes(segment.length)}</span>
            </button>
          </li>
        ))}
      </ol>
      <p className={`ends ${styles.ends}`}>
        <span className="data">{formatHex(0)}</span>
        <span>not to scale; the current copies are marked with a dot</span>
        <span className="data">{formatHex(last ? endOf(last) : 0)}</span>
      </p>
    </div>
  )
}
