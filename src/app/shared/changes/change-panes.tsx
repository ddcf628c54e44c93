/** What an update changes: the list, the chosen change in words, and its bytes before and after. */
import type { ReactNode } from 'react'
import { plural } from '../../../engine/bytes/format.ts'
import type { Change } from '../../../engine/changes/change.ts'
import { HexView } from '../../hex/hex-view.tsx'
import { useActions, useApp } from '../../store/use-app.ts'
import { ChangeDetail } from './change-detail.tsx'
import { ChangeList } from './change-list.tsx'
import { ChangeMap } from './change-map.tsx'
import { ChangeSteps } from './change-steps.tsx'
import { groupChanges } from './group-changes.ts'
import { type ChangeWalk, useChangeWalk } from './use-change-walk.ts'
import { usePlaceWords } from './use-place-words.ts'

function positionText({ index, places }: ChangeWalk, count: number, at: number): string {
  if (index === undefined) return `${plural(count, 'change')}; none is selected`
  const place = places ? places.findIndex(({ offset }) => offset === at) : -1
  const inside =
    places && places.length > 1 && place >= 0 ? `, place ${place + 1} of ${places.length}` : ''
  return `Change ${index + 1} of ${count}${inside}`
}

interface ChangePanesProps {
  readonly changes: readonly Change[]
  /** While other changes are read. */
  readonly busy?: boolean
  /** Below the bytes. */
  readonly children?: ReactNode
}

export function ChangePanes({ changes, busy = false, children }: ChangePanesProps) {
  const { call } = useActions()
  const upTo = useApp((app) => app.upTo)
  const selection = useApp((app) => app.selection)
  const walk = useChangeWalk(changes, (state, range) =>
    call('file.read', { state, upTo: state === 'after' ? upTo : undefined, ...range }),
  )
  const { current } = walk
  const place = usePlaceWords(current, { state: 'after', upTo })
  return (
    <>
      <div className="columns">
        <section className="panel pane" data-list="" aria-labelledby="changes" aria-busy={busy}>
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
      {children}
    </>
  )
}
