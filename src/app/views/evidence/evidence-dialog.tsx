/** What can be proved about the open file: its hashes, and that it is what it was at opening. */
import { needsData } from '../../../engine/skeleton/skeleton-words.ts'
import { VERSION } from '../../../version.ts'
import { CopyButton } from '../../shared/copy-button.tsx'
import { useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { buildName } from '../../ui/build.ts'
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
        <ThisBuild />
      </div>
    </Dialog>
  )
}

/** Which program looked: whoever has its files can make the same hash of them. */
function ThisBuild() {
  const build = buildName()
  if (build === undefined) return null
  return (
    <p>
      <span className="muted">This app: version {VERSION}, build</span>{' '}
      <CopyButton text={build} what="the name of the build" />
      <code className="anywhere">{build}</code>
    </p>
  )
}
