/** Where in the file the changes are: ticks over the stretch that an update touches. */
import { type PointerEvent, useRef } from 'react'
import { formatHex } from '../../../engine/bytes/format.ts'
import { endOf } from '../../../engine/bytes/ranges.ts'
import type { Change } from '../../../engine/changes/change.ts'
import { useWidth } from '../../ui/use-width.ts'
import styles from './change-map.module.css'

interface ChangeMapProps {
  readonly changes: readonly Change[]
  readonly chosen: number | undefined
  readonly onChoose: (index: number) => void
}

const HEIGHT = 14
const TICK = 3

export function ChangeMap({ changes, chosen, onChoose }: ChangeMapProps) {
  const root = useRef<HTMLDivElement>(null)
  const width = useWidth(root)
  const first = changes.reduce((least, { offset }) => Math.min(least, offset), Infinity)
  const last = changes.reduce((most, change) => Math.max(most, endOf(change)), 0)
  if (changes.length === 0) return null
  const scale = Math.max(width - TICK, 0) / Math.max(last - first, 1)
  const x = (offset: number) => Math.round((offset - first) * scale)
  // A pixel has one tick, however many changes are there.
  const ticks = new Map<number, number>()
  changes.forEach(({ offset, length }) => {
    const at = x(offset)
    ticks.set(at, Math.max(ticks.get(at) ?? TICK, Math.round(length * scale)))
  })
  const current = chosen === undefined ? undefined : changes[chosen]

  // For the pointer only: the list beside is the way for everybody.
  const pick = (event: PointerEvent) => {
    const at = event.clientX - (root.current?.getBoundingClientRect().left ?? 0)
    const distance = ({ offset }: Change) => Math.abs(x(offset) - at)
    let nearest = 0
    changes.forEach((change, index) => {
      const best = changes[nearest]
      if (best && distance(change) < distance(best)) nearest = index
    })
    onChoose(nearest)
  }

  return (
    <div className={styles.map} ref={root} aria-hidden="true" onPointerDown={pick}>
      <svg width={width} height={HEIGHT} className={styles.picture} aria-hidden="true">
        {[...ticks].map(([at, size]) => (
          <rect key={at} className={styles.tick} x={at} y={2} width={size} height={HEIGHT - 4} />
        ))}
        {current && (
          <rect
            className={styles.current}
            x={x(current.offset)}
            y={0}
            width={TICK}
            height={HEIGHT}
          />
        )}
      </svg>
      <p className="ends">
        <span className="data">{formatHex(first)}</span>
        <span className="data">{formatHex(last)}</span>
      </p>
    </div>
  )
}
