/** The ways to take out what is chosen. */
import { plural } from '../../../../engine/bytes/format.ts'
import styles from '../files-view.module.css'
import type { Taken, TakeWay } from './take-out-dialog.tsx'

interface TakeButtonsProps {
  readonly items: readonly Taken[]
  readonly onTake: (items: readonly Taken[], way: TakeWay) => void
}

export function TakeButtons({ items, onTake }: TakeButtonsProps) {
  const hasFolders = typeof window.showDirectoryPicker === 'function'
  const [only] = items.length === 1 ? items : []
  return (
    <>
      {only?.isFile && (
        <button type="button" onClick={() => onTake(items, 'download')}>
          Download…
        </button>
      )}
      {hasFolders && (
        <button type="button" onClick={() => onTake(items, 'folder')}>
          Save into a folder…
        </button>
      )}
      <button type="button" onClick={() => onTake(items, 'tar')}>
        Save as tar…
      </button>
    </>
  )
}

interface MarkedBarProps {
  readonly marked: ReadonlyMap<string, Taken>
  readonly onTake: (items: readonly Taken[], way: TakeWay) => void
  readonly onClear: () => void
}

export function MarkedBar({ marked, onTake, onClear }: MarkedBarProps) {
  if (marked.size === 0) return null
  return (
    <div className={`apart ${styles.marked}`}>
      <span>{plural(marked.size, 'item')} marked</span>
      <span className="actions">
        <TakeButtons items={[...marked.values()]} onTake={onTake} />
        <button type="button" data-kind="quiet" onClick={onClear}>
          Unmark all
        </button>
      </span>
    </div>
  )
}
