/** What the replay would change: in words, byte by byte, and entry by entry. */

import { formatBytes, formatCount, plural } from '../../../engine/bytes/format.ts'
import type { UpdateReport } from '../../../engine/changes/change.ts'
import { contentChanges, describeChanges } from '../../../engine/changes/change-words.ts'
import { ChangePanes } from '../../shared/changes/change-panes.tsx'
import { mayReplayInPlace } from '../../shared/editing.ts'
import { ReplayInPlace } from '../../shared/replay-in-place.tsx'
import { useActions, useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { usePage } from '../../store/use-page.ts'
import { AffectedPanel } from './affected-panel.tsx'
import { HeaderCard } from './header-card.tsx'
import styles from './replay-view.module.css'
import { Scrubber } from './scrubber.tsx'

function sizeText({ sizeBefore, sizeAfter }: UpdateReport): string {
  if (sizeAfter === sizeBefore) return `stays ${formatBytes(sizeBefore)}`
  return `${formatBytes(sizeBefore)} → ${formatBytes(sizeAfter)} (${formatCount(sizeAfter - sizeBefore)} bytes more)`
}

function ReplayScreen({ whole }: { readonly whole: UpdateReport }) {
  const { inspection, origin } = useOpenFile()
  const { showDialog } = useActions()
  const upTo = useApp((app) => app.upTo)
  const partial = usePage('log.replay', upTo === undefined ? undefined : { upTo })
  const report = upTo === undefined ? whole : (partial.data ?? whole)
  const changes = contentChanges(report.changes)
  const active = inspection.log?.active

  return (
    <div className="view">
      <header className={`apart ${styles.heading}`}>
        <div>
          <h1>Replay preview</h1>
          <p className="prose wide">
            {upTo !== undefined && changes.length === 0
              ? 'Up to here the replay changes nothing.'
              : describeChanges(report.changes, report.unchangedSectors)}
          </p>
        </div>
        <p className="actions tight">
          {mayReplayInPlace(inspection, origin) && <ReplayInPlace />}
          {inspection.skeleton ? (
            <button type="button" data-kind="primary" onClick={() => showDialog('patch')}>
              Export patch…
            </button>
          ) : (
            <button type="button" data-kind="primary" onClick={() => showDialog('save')}>
              Save replayed copy…
            </button>
          )}
        </p>
      </header>
      {partial.error && <p role="alert">{partial.error.message}</p>}
      {active && <Scrubber active={active} />}
      <ChangePanes changes={changes} busy={partial.loading}>
        <section className="panel pane" aria-label="What else changes">
          <dl className={styles.facts}>
            <div>
              <dt>File size</dt>
              <dd>{sizeText(report)}</dd>
            </div>
            <div>
              <dt>Written, but already on disk</dt>
              <dd>{plural(report.unchangedSectors, 'sector')}</dd>
            </div>
          </dl>
          {upTo === undefined && <HeaderCard />}
        </section>
        {upTo === undefined && <AffectedPanel />}
      </ChangePanes>
    </div>
  )
}

export function ReplayView() {
  const { update } = useOpenFile().inspection
  return update && <ReplayScreen whole={update} />
}
