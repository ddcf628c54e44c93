/** The frame of one structure: its name, where it is, where the specification has it. */
import type { ReactNode } from 'react'
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { formatBytes, formatHex } from '../../../engine/bytes/format.ts'
import { useActions } from '../../store/use-app.ts'
import styles from './structure-view.module.css'

export interface Part {
  readonly name: string
  readonly range: ByteRange
  /** "checksum matches", "current". */
  readonly facts?: readonly string[]
}

interface StructureSectionProps {
  readonly id: string
  readonly title: string
  /** Of MS-VHDX. */
  readonly section: string
  readonly parts: readonly Part[]
  /** What is to be said about the whole. */
  readonly note?: string | undefined
  readonly children: ReactNode
}

export function StructureSection(props: StructureSectionProps) {
  const { id, title, section, parts, note, children } = props
  const { select } = useActions()
  return (
    <section className={`frame stack loose ${styles.section}`} aria-labelledby={id}>
      <header>
        <h2 id={id} tabIndex={-1}>
          {title} <span className="small faint">MS-VHDX §{section}</span>
        </h2>
        <ul className={`muted ${styles.parts}`}>
          {parts.map(({ name, range, facts = [] }) => (
            <li key={name}>
              <button
                type="button"
                data-kind="link"
                onClick={() => select(range, { reveal: true })}
              >
                {name} at {formatHex(range.offset)}
              </button>{' '}
              {[formatBytes(range.length), ...facts].join(' · ')}
            </li>
          ))}
        </ul>
        {note && <p className="prose">{note}</p>}
      </header>
      {children}
    </section>
  )
}
