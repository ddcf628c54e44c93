/** What the chosen ways make of the file: what is given up, what is promised, and every byte that changes. */
import { formatBytes } from '../../../engine/bytes/format.ts'
import { describeSalvage } from '../../../engine/changes/change-words.ts'
import { ChangePanes } from '../../shared/changes/change-panes.tsx'
import { useActions } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { SalvageFacts } from './salvage-facts.tsx'

export function SalvageView() {
  const { inspection, stale } = useOpenFile()
  const { showDialog, askSalvage, dropSalvage } = useActions()
  const { salvage, update } = inspection
  if (!salvage || !update) return null
  const { sizeBefore, sizeAfter } = update
  return (
    <div className="view">
      <header className="apart">
        <div>
          <h1>Salvage preview</h1>
          <p className="prose wide">
            {describeSalvage(update.changes)}{' '}
            {sizeAfter === sizeBefore
              ? `The file stays ${formatBytes(sizeBefore)} long.`
              : `The file grows from ${formatBytes(sizeBefore)} to ${formatBytes(sizeAfter)}.`}
          </p>
        </div>
        <p className="actions tight">
          {!inspection.skeleton && (
            <button
              type="button"
              data-kind="primary"
              disabled={stale !== undefined}
              onClick={() => showDialog('save')}
            >
              Save salvaged copy…
            </button>
          )}
          <button type="button" disabled={stale !== undefined} onClick={() => showDialog('patch')}>
            Export patch…
          </button>
          <button type="button" onClick={() => askSalvage(salvage.ways)}>
            Other ways…
          </button>
          <button type="button" onClick={() => void dropSalvage()}>
            Drop the salvage
          </button>
        </p>
      </header>
      <section className="panel" aria-labelledby="salvage">
        <h2 id="salvage">What is made of the file</h2>
        <SalvageFacts report={salvage} />
      </section>
      <ChangePanes changes={update.changes} />
    </div>
  )
}
