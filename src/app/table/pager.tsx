/** The buttons that turn the pages of a long table. */
import { formatCount } from '../../engine/bytes/format.ts'
import styles from './pager.module.css'

interface PagerProps {
  /** Of the table. */
  readonly label: string
  readonly start: number
  readonly shown: number
  readonly total: number
  readonly pageSize: number
  readonly onWindow: (start: number) => void
}

interface TurnProps {
  readonly name: string
  readonly glyph: string
  readonly to: number | undefined
  readonly onWindow: (start: number) => void
}

/** Stays focusable where there is nothing to turn to, so that the focus is not lost on the last page. */
function Turn({ name, glyph, to, onWindow }: TurnProps) {
  return (
    <button
      type="button"
      className={styles.turn}
      aria-label={name}
      title={name}
      aria-disabled={to === undefined}
      onClick={() => {
        if (to !== undefined) onWindow(to)
      }}
    >
      <span aria-hidden="true">{glyph}</span>
    </button>
  )
}

export function Pager({ label, start, shown, total, pageSize, onWindow }: PagerProps) {
  if (total <= pageSize) return null
  const last = Math.floor((total - 1) / pageSize) * pageSize
  const back = start > 0
  const on = start < last
  return (
    <fieldset className="row tight" aria-label={`Pages of ${label}`}>
      <Turn name="First page" glyph="«" to={back ? 0 : undefined} onWindow={onWindow} />
      <Turn
        name="Previous page"
        glyph="‹"
        to={back ? Math.max(0, start - pageSize) : undefined}
        onWindow={onWindow}
      />
      <output className={`muted numbers ${styles.range}`}>
        {formatCount(start + 1)}–{formatCount(start + shown)} of {formatCount(total)}
      </output>
      <Turn name="Next page" glyph="›" to={on ? start + pageSize : undefined} onWindow={onWindow} />
      <Turn name="Last page" glyph="»" to={on ? last : undefined} onWindow={onWindow} />
    </fieldset>
  )
}
