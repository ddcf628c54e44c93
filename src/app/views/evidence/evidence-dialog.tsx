/** What can be proved about the open file: its hashes, and that it is what it was at opening. */
import { needsData } from '../../../engine/skeleton/skeleton-words.ts'
import { useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { Dialog } from '../../ui/dialog.tsx'
import { FileHashes } from './file-hashes.tsx'
import { SourceLooks } from './source-looks.tsx'

export function EvidenceDialog({ onClose }: { readonly onClose: () => void }) {
  const evidenceMode = useApp((state) => state.evidenceMode)
  const isSkeleton = useOpenFile().inspection.skeleton !== undefined
  return (
    <Dialog title="Evidence" wide onClose={onClose}>
      <div className="stack wide">
        {evidenceMode && (
          <p>
            <strong>Evidence mode.</strong> Nothing is remembered of this session in the browser’s
            storage.
          </p>
        )}
        {isSkeleton ? <p>{needsData('a hash of the file')}</p> : <FileHashes />}
        <SourceLooks />
        <p className="muted prose">What stands here is part of every report about this file.</p>
      </div>
    </Dialog>
  )
}
