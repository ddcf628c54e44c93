/** What the replay would change: in words, byte by byte, and entry by entry. */

import { formatBytes, formatCount, plural } from '../../../engine/bytes/format.ts'
import type { UpdateReport } from '../../../engine/changes/change.ts'
import { contentChanges, describeChanges } from '../../../engine/changes/change-words.ts'
import { HexView } from '../../hex/hex-view.tsx'
import { ChangeDetail } from '../../shared/changes/change-detail.tsx'
import { ChangeList } from '../../shared/changes/change-list.tsx'
import { ChangeSteps } from '../../shared/changes/change-steps.tsx'
import { groupChanges } from '../../shared/changes/group-changes.ts'
import { type ChangeWalk, useChangeWalk } from '../../shared/changes/use-change-walk.ts'
import { usePlaceWords } from '../../shared/changes/use-place-words.ts'
import { mayReplayInPlace } from '../../shared/editing.ts'
import { ReplayInPlace } from '../../shared/replay-in-place.tsx'
import { useActions, useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { usePage } from '../../store/use-page.ts'
import { ChangeMap } from './change-map.tsx'
import { HeaderCard } from './header-card.tsx'
import styles from './replay-view.module.css'
import { Scrubber } from './scrubber.tsx'

function sizeText({ sizeBefore, sizeAfter }: UpdateReport): string {
  if (sizeAfter === sizeBefore) return `stays ${formatBytes(sizeBefore)}`
  return `${formatBytes(sizeBefore)} → ${formatBytes(sizeAfter)} (${formatCount(sizeAfter - sizeBefore)} bytes more)`
}

function positionText({ index, places }: ChangeWalk, count: number, at: number): string {
  if (index === undefined) return `${plural(count, 'change')}; none is selected`
  const place = places ? places.findIndex(({ offset }) => offset === at) : -1
  const inside =
    places && places.length > 1 && place >= 0 ? `, place ${place + 1} of ${places.length}` : ''
  return `Change ${index + 1} of ${count}${inside}`
}

function ReplayScreen({ whole }: { readonly whole: UpdateReport }) {
  const { inspection, origin } = useOpenFile()
  const { call, showDialog } = useActions()
  const upTo = useApp((app) => app.upTo)
  const selection = useApp((app) => app.selection)
  const partial = usePage('log.replay', upTo === undefined ? undefined : { upTo })
  const report = upTo === undefined ? whole : (partial.data ?? whole)
  const changes = contentChanges(report.changes)
  const walk = useChangeWalk(changes, (state, range) =>
    call('file.read', { state, upTo: state === 'after' ? upTo : undefined, ...range }),
  )
  const { current } = walk
  const place = usePlaceWords(current, { state: 'after', upTo })
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
          <button type="button" data-kind="primary" onClick={() => showDialog('save')}>
            Save replayed copy…
          </button>
        </p>
      </header>
      {partial.error && <p role="alert">{partial.error.message}</p>}
      {active && <Scrubber active={active} />}
      <div className="columns">
        <section
          className="panel pane"
          data-list=""
          aria-labelledby="changes"
          aria-busy={partial.loading}
        >
          <h2 id="changes">Changes</h2>
          <ChangeList groups={groupChanges(changes)} chosen={walk.index} onChoose={walk.choose} />
        </section>
        <section className="panel pane" data-list="" aria-label="Selected change">
          <div className="apart">
            <span>{positionText(walk, changes.length, selection?.offset ?? -1)}</span>
            <span className="actions tight">
              <ChangeSteps step={walk.step} />
            </span>
          </div>
          <ChangeMap changes={changes} chosen={walk.index} onChoose={walk.choose} />
          {current ? (
            <ChangeDetail change={current} place={place} />
          ) : (
            <p className="aside">
              {changes.length > 0 ? 'Choose a change in the list.' : 'There is nothing to show.'}
            </p>
          )}
        </section>
      </div>
      <section className="bytes" aria-label="Bytes before and after">
        <HexView shows="compare" inline structure={current} field={place} />
      </section>
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
    </div>
  )
}

export function ReplayView() {
  const { inspection } = useOpenFile()
  return inspection.update && <ReplayScreen whole={inspection.update} />
}
