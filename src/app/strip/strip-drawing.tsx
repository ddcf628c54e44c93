/** What the pictures of all strips have: their cells in a border, room around them, and a cursor. */
import type { ReactNode } from 'react'
import styles from './strip-drawing.module.css'

/** Of the cells. */
export const CELL_HEIGHT = 36
/** Room above and below the cells for marks. */
export const EDGE = 16

interface StripDrawingProps {
  /** In pixels. */
  readonly width: number
  /** What the picture shows, in words. */
  readonly summary: string
  /** Below the border. */
  readonly cells: ReactNode
  /** Over it. */
  readonly marks: ReactNode
  /** Where one is, in pixels. */
  readonly cursor: number
}

export function StripDrawing({ width, summary, cells, marks, cursor }: StripDrawingProps) {
  return (
    <svg
      className={styles.picture}
      width={width}
      height={CELL_HEIGHT + 2 * EDGE}
      role="img"
      aria-label={summary}
    >
      {cells}
      <rect
        className={styles.border}
        x={0.5}
        y={EDGE - 0.5}
        width={Math.max(width - 1, 0)}
        height={CELL_HEIGHT + 1}
      />
      {marks}
      <path className={styles.cursor} d={`M${cursor} ${EDGE + CELL_HEIGHT - 7}l-4.5 7h9z`} />
    </svg>
  )
}
