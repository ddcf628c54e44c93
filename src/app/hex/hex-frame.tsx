/** What the panes of a hex view stand in: keys and wheel are caught there, and its room is measured. */
import type { KeyboardEvent, ReactNode } from 'react'
import { Problem } from '../ui/problem.tsx'
import styles from './hex-view.module.css'
import type { HexFrameParts } from './use-hex-frame.ts'

interface HexFrameProps {
  readonly frame: HexFrameParts
  /** Why bytes could not be read. */
  readonly error: { readonly message: string } | undefined
  readonly onKeyDown: (event: KeyboardEvent) => void
  readonly children: ReactNode
}

export function HexFrame({ frame, error, onKeyDown, children }: HexFrameProps) {
  return (
    <div className={`column ${styles.view}`}>
      {error && <Problem text={error.message} />}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the keys of the grids inside */}
      <div
        className={`frame data ${styles.panes}`}
        ref={frame.panes}
        onKeyDown={onKeyDown}
        data-panes={frame.sideBySide}
      >
        <div className={styles.box} ref={frame.box}>
          <span className={styles.probe} ref={frame.probe} aria-hidden="true" />
        </div>
        {children}
      </div>
    </div>
  )
}
