/** The ways to take out what is chosen. */
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
