/** What the panes of a hex view stand in: keys, wheel and finger are caught there, and its room is measured. */
import { type KeyboardEvent, type ReactNode, useId, useRef } from 'react'
import { Problem } from '../ui/problem.tsx'
import { HexScrollBar } from './hex-scroll-bar.tsx'
import styles from './hex-view.module.css'
import type { HexScroll } from './use-hex-caret.ts'
import type { HexFrameParts } from './use-hex-frame.ts'
import { useHexScroll } from './use-hex-scroll.ts'

interface HexFrameProps {
  readonly frame: HexFrameParts
  readonly scroll: HexScroll
  /** Wheel and finger scroll it only while it has the focus: in a page that scrolls. */
  readonly inline: boolean
  /** Why bytes could not be read. */
  readonly error: { readonly message: string } | undefined
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly children: ReactNode
}

export function HexFrame({ frame, scroll, inline, error, onKeyDown, children }: HexFrameProps) {
  const id = useId()
  const body = useRef<HTMLDivElement>(null)
  const { panes, probe, rows } = frame
  useHexScroll({ body, panes, probe, rows, scrollBy: scroll.scrollBy, inline })
  return (
    <div className={`column ${styles.view}`}>
      {error && <Problem text={error.message} />}
      <div className={`frame data ${styles.body}`} ref={body}>
        {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of the grids inside */}
        <div
          id={id}
          className={styles.panes}
          ref={panes}
          onKeyDown={onKeyDown}
          data-panes={frame.sideBySide}
          data-inline={inline || undefined}
        >
          <div className={styles.box} ref={frame.box}>
            <span className={styles.probe} ref={probe} aria-hidden="true" />
          </div>
          {children}
        </div>
        <HexScrollBar scroll={scroll} controls={id} />
      </div>
    </div>
  )
}
