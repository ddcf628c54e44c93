/** The path of the directory that is shown, each part of which leads there. */
import type { Crumb } from '../../../worker/protocol/files.ts'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import styles from './files-view.module.css'

interface PathBarProps {
  /** Of the volume: stands for its root. */
  readonly volume: string
  readonly crumbs: readonly Crumb[]
  readonly onGo: (directory: string, name?: string) => void
}

export function PathBar({ volume, crumbs, onGo }: PathBarProps) {
  const [parent, here] = crumbs.slice(-2)
  return (
    <nav className={`row tight ${styles.path}`} aria-label="Path in the volume">
      <button
        type="button"
        aria-label="Up to the directory above"
        title="Up to the directory above (Backspace)"
        aria-disabled={here === undefined}
        onClick={() => {
          if (here && parent) onGo(parent.path, here.name)
        }}
      >
        <span aria-hidden="true">↑</span>
      </button>
      <ol className={`row tight ${styles.crumbs}`}>
        {crumbs.map(({ name, path }, index) => (
          <li key={path}>
            <button
              type="button"
              data-kind="link"
              aria-current={index === crumbs.length - 1 ? 'location' : undefined}
              onClick={() => onGo(path)}
            >
              {index === 0 ? volume : <UntrustedText text={name} />}
            </button>
          </li>
        ))}
      </ol>
    </nav>
  )
}
