/** What the pending edits change, in words and byte by byte; as the replay of a log is shown. */

import { plural } from '../../../engine/bytes/format.ts'
import type { UpdateReport } from '../../../engine/changes/change.ts'
import { contentChanges, growthWords } from '../../../engine/changes/change-words.ts'
import { HexView } from '../../hex/hex-view.tsx'
import { ChangeDetail } from '../../shared/changes/change-detail.tsx'
import { ChangeList } from '../../shared/changes/change-list.tsx'
import { ChangeSteps } from '../../shared/changes/change-steps.tsx'
import { groupChanges } from '../../shared/changes/group-changes.ts'
import { useChangeWalk } from '../../shared/changes/use-change-walk.ts'
import { usePlaceWords } from '../../shared/changes/use-place-words.ts'
import { useActions, useApp } from '../../store/use-app.ts'

export function PendingChanges({ report }: { readonly report: UpdateReport }) {
  const { call } = useActions()
  const edits = useApp((app) => app.edits)
  // What the log holds of it is shown as entries.
  const changes = contentChanges(report.changes).filter(({ structure }) => structure !== 'log')
  const walk = useChangeWalk(changes, (state, range) =>
    state === 'before'
      ? call('file.read', { state, ...range })
      : call('edit.read', { edits, ...range }),
  )
  const { current } = walk
  const place = usePlaceWords(current, { state: 'before' })
  const grows = growthWords(report.sizeBefore, report.sizeAfter)
  if (changes.length === 0) {
    return <p className="aside">No byte changes: everything already is what the edits say.</p>
  }
  return (
    <>
      <div className="columns">
        <section className="panel pane" data-list="" aria-labelledby="pending-changes">
          <h2 id="pending-changes">
            Changes{' '}
            <span className="aside">
              {plural(changes.length, 'change')}
              {grows && `; ${grows}`}
            </span>
          </h2>
          <ChangeList groups={groupChanges(changes)} chosen={walk.index} onChoose={walk.choose} />
        </section>
        <section className="panel pane" data-list="" aria-label="Selected change">
          <p className="row">
            <ChangeSteps step={walk.step} />
          </p>
          {current ? (
            <ChangeDetail change={current} place={place} />
          ) : (
            <p className="aside">Choose a change in the list.</p>
          )}
        </section>
      </div>
      <section className="bytes" aria-label="Bytes on disk and with the edits">
        <HexView shows="compare" edited inline structure={current} field={place} />
      </section>
    </>
  )
}
