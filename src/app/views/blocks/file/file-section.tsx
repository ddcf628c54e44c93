/** The other way round: the file from byte 0 to its end, and whom each piece of it belongs to. */

import { useId, useState } from 'react'
import { formatBytes } from '../../../../engine/bytes/format.ts'
import { readingWords } from '../../../../engine/changes/update-words.ts'
import { MIB } from '../../../../engine/format/layout.ts'
import type { SpaceKind } from '../../../../engine/format/space-kind.ts'
import type { State } from '../../../../engine/inspect/inspection.ts'
import type { FileMap } from '../../../../engine/space/file-map.ts'
import type { PageResult } from '../../../store/use-page.ts'
import { useUpdateWords } from '../../../store/use-update-words.ts'
import { FilterChips } from '../../../ui/filter-chips.tsx'
import { useKeptState } from '../../../ui/kept-state.ts'
import { ProgressBar } from '../../../ui/progress.tsx'
import { ShareNote } from '../account/share-note.tsx'
import type { ShareFilter } from '../account/use-accounts.ts'
import styles from '../blocks-view.module.css'
import { ExtentsTable } from './extents-table.tsx'
import { FileStrip } from './file-strip.tsx'
import { SpaceSwatch } from './space-fill.tsx'
import { LEGEND, SPACE_NAMES, spaceNotes } from './space-words.ts'
import { useSpaceGoals } from './use-space-goals.ts'

interface FileSectionProps {
  readonly shown: readonly State[]
  readonly compared: boolean
  readonly shares: ShareFilter
  readonly onShares: (chosen: ShareFilter['any']) => void
  /** Of all of the file. */
  readonly whole: PageResult<'space.map'>
  readonly onEntry: (index: number) => void
}

export function FileSection(props: FileSectionProps) {
  const { shown, compared, shares, whole, onEntry } = props
  const listId = useId()
  const words = useUpdateWords()
  const [kinds, setKinds] = useKeptState<readonly SpaceKind[]>('extents: kinds', [])
  const [changedOnly, setChangedOnly] = useKeptState('extents: changed only', false)
  const [unit, setUnit] = useState(0)
  const [isListed, setListed] = useKeptState('extents: listed', false)
  const goals = useSpaceGoals({ onEntry, onUnit: (offset) => setUnit(Math.floor(offset / MIB)) })
  const { data, error, progress } = whole
  const filter = { kinds, changedOnly }
  const [state = 'before'] = shown
  const notes = data ? [...new Set(shown.flatMap((of) => spaceNotes(data[of] ?? data.before)))] : []

  return (
    <section className="panel" aria-labelledby="file">
      <h2 id="file">File</h2>
      {error && <p role="alert">{error.message}</p>}
      {progress && <ProgressBar label="Finding out whom the file belongs to" {...progress} />}
      {data && (
        <>
          <div className="row wide">
            <FilterChips
              label="Show space that is"
              chips={LEGEND.filter((kind) => bytesOf(data, kind) > 0 || kinds.includes(kind)).map(
                (kind) => ({
                  key: kind,
                  name: SPACE_NAMES[kind],
                  amount: amountOf(data, shown, kind),
                  swatch: <SpaceSwatch kind={kind} />,
                }),
              )}
              chosen={kinds}
              onChange={setKinds}
            />
            {compared && (
              <label className="check">
                <input
                  type="checkbox"
                  checked={changedOnly}
                  onChange={(event) => setChangedOnly(event.target.checked)}
                />
                Only space that {words.agent} changes
              </label>
            )}
          </div>
          <ShareNote chosen={shares.any} onChange={props.onShares} />
          {shown.map((of) => (
            <FileStrip
              key={`${of} ${data.units}`}
              state={of}
              where={shown.length > 1 ? `, ${readingWords(of, words)}` : ''}
              whole={data}
              filter={filter}
              shares={shares}
              unit={Math.min(unit, data.units - 1)}
              onUnit={setUnit}
              goals={goals}
            />
          ))}
          {(notes.length > 0 || compared) && (
            <ul className={`stack tight muted ${styles.key}`}>
              {notes.map((note) => (
                <li key={note}>{note}</li>
              ))}
              {compared && (
                <li>
                  <svg className="swatch" viewBox="0 0 16 16" aria-hidden="true">
                    <path d="M0 2h16v5H0z" />
                  </svg>
                  A bar above the strip: {words.agent} writes there, or gives the place to another
                  owner.
                </li>
              )}
            </ul>
          )}
          <div>
            <button
              type="button"
              aria-expanded={isListed}
              aria-controls={listId}
              onClick={() => setListed(!isListed)}
            >
              {isListed ? 'Hide the list' : 'List piece by piece'}
            </button>
          </div>
          <div id={listId} hidden={!isListed}>
            {isListed && shares.any.length > 0 && (
              <p className="muted">
                The list goes by owners alone: it has the space of all shares.
              </p>
            )}
            {isListed && (
              <ExtentsTable
                state={state}
                compared={compared}
                filter={filter}
                onSelect={(row) => {
                  setUnit(Math.floor(row.offset / MIB))
                  goals.go(row)
                }}
              />
            )}
          </div>
        </>
      )}
    </section>
  )
}

const bytesOf = ({ before, after }: FileMap, kind: SpaceKind): number =>
  Math.max(before.bytes[kind], after?.bytes[kind] ?? 0)

/** "1 MiB → 2 MiB" where both states are shown and differ. */
const amountOf = (map: FileMap, shown: readonly State[], kind: SpaceKind): string => {
  const amounts = shown.map((of) => formatBytes((map[of] ?? map.before).bytes[kind]))
  return [...new Set(amounts)].join(' → ')
}
