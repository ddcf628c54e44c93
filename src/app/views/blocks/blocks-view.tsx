/** The blocks of the disk: a map of them, how many are in which state, and the BAT entry by entry. */

import { useMemo, useState } from 'react'
import type { Share } from '../../../engine/account/share-words.ts'
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { formatBytes, plural } from '../../../engine/bytes/format.ts'
import { readingTitle, readingWords } from '../../../engine/changes/update-words.ts'
import { batEntryRange, blockIndex, indexOfRange } from '../../../engine/format/bat-index.ts'
import { BAT_ENTRY_SIZE } from '../../../engine/format/layout.ts'
import type { Inspection, State } from '../../../engine/inspect/inspection.ts'
import type { FileMap } from '../../../engine/space/file-map.ts'
import { blockOf } from '../../shared/bat-words.ts'
import { useShowBytes } from '../../shared/use-show-bytes.ts'
import { useActions, useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { usePage } from '../../store/use-page.ts'
import { useUpdateWords } from '../../store/use-update-words.ts'
import { useWindowQuery } from '../../table/use-window-query.ts'
import { FilterChips } from '../../ui/filter-chips.tsx'
import { useKeptState } from '../../ui/kept-state.ts'
import { ShareNote } from './account/share-note.tsx'
import { SpaceSection } from './account/space-section.tsx'
import { lookedIn, useAccounts } from './account/use-accounts.ts'
import { BlockDetail } from './block-detail.tsx'
import { findingsByIndex } from './block-findings.ts'
import { BlockMap } from './block-map.tsx'
import { BlockSwatch, ClassSwatch } from './block-swatch.tsx'
import { BlocksTable, orderOf } from './blocks-table.tsx'
import styles from './blocks-view.module.css'
import { type CensusRow, censusRows } from './census.ts'
import { CensusTable } from './census-table.tsx'
import { ExportRows } from './export-rows.tsx'
import { FileSection } from './file/file-section.tsx'
import { type EntryKey, mapFilter } from './map-words.ts'
import { SurveyNote } from './survey-note.tsx'

const KINDS = { fixed: 'Fixed', dynamic: 'Dynamic', differencing: 'Differencing' } as const

/** All of the file, in as many cells as there may be. */
const WHOLE = { from: 0, to: Number.MAX_SAFE_INTEGER, perCell: 1 } as const
const BOTH: readonly State[] = ['before', 'after']

/** The states in which the disk and its table are known: on disk they may not be, until an update puts them right. */
function statesOf({ before, after }: Inspection): readonly State[] {
  const images = { before, after }
  return BOTH.filter((state) => images[state]?.geometry && images[state].bat)
}

/** The entry that is selected as one comes, as a link leads to one. */
function useSelectedEntry(bat: ByteRange | undefined): number | undefined {
  const selection = useApp((app) => app.selection)
  return bat && selection && indexOfRange(bat, selection)
}

export function BlocksView() {
  const { inspection } = useOpenFile()
  const { before, after } = inspection
  const shown = useApp((app) => app.state)
  const known = statesOf(inspection)
  const side: State = after && shown === 'after' ? 'after' : 'before'
  const asked = after && shown === 'compare' ? BOTH : [side]
  const there = known.filter((each) => asked.includes(each))
  // Of a state of which nothing is known another one is shown, and that is said.
  const statesShown = there.length > 0 ? there : known
  const [state = side] = statesShown
  const { geometry, bat } = (state === 'after' ? after : undefined) ?? before
  const words = useUpdateWords()
  const { select } = useActions()
  const showBytes = useShowBytes()
  const [states, setStates] = useKeptState<readonly EntryKey[]>('blocks: states', [])
  const [changedOnly, setChangedOnly] = useKeptState('blocks: changed only', false)
  const [shares, setShares] = useKeptState<readonly Share[]>('blocks: shares', [])
  const selected = useSelectedEntry(bat)
  const [index, setIndex] = useState(selected)
  const [turnTo, setTurnTo] = useState(selected === undefined ? undefined : { index: selected })
  const accounts = useAccounts(statesShown)
  const rowQuery = useWindowQuery(
    `${states.join()} ${changedOnly} ${shares.join()}`,
    'index',
    'blocks',
  )
  const file = usePage('space.map', WHOLE)
  const { findings } = inspection
  const found = useMemo(
    () => (bat ? findingsByIndex(findings, state, bat) : new Map()),
    [findings, state, bat],
  )
  if (!geometry || !bat) return null
  const compared = known.length > 1
  const unknown = asked.find((each) => !known.includes(each))
  // The table may be shorter than the disk needs.
  const held = Math.floor(bat.length / BAT_ENTRY_SIZE)
  // A state that no block is in is no filter, unless it was chosen before the blocks were counted.
  const isOffered = (row: CensusRow) =>
    known.some((each) => row[each] !== 0) || states.includes(row.key)
  const rows = censusRows(geometry.kind, before.census, after?.census)
  // An update may have made the disk larger: side by side, both states have all of its blocks.
  const other = shown === 'compare' ? after?.geometry : undefined
  const blocks = Math.max(geometry.payloadBlocks, other?.payloadBlocks ?? 0)
  const shareFilter = { any: shares, looked: lookedIn(accounts) }
  const filter = {
    states: states.length > 0 ? states : undefined,
    changedOnly,
    shares: shares.length > 0 ? { any: shares, look: shareFilter.looked[state] } : undefined,
  }
  const chooseEntry = (chosen: number) => {
    setIndex(chosen)
    setTurnTo({ index: chosen })
    select(batEntryRange({ region: bat }, chosen))
  }

  return (
    <div className="view">
      <header>
        <h1>Blocks</h1>
        <p>
          {KINDS[geometry.kind]} disk of {formatBytes(geometry.virtualDiskSize)}:{' '}
          {plural(geometry.payloadBlocks, 'block')} of {formatBytes(geometry.blockSize)}.
        </p>
        {unknown && (
          <p className="muted">
            {readingTitle(unknown, words)} nothing says how large the disk is, or where its table of
            blocks is. What is shown here is the disk {readingWords(state, words)}.
          </p>
        )}
      </header>
      <section className="panel" aria-labelledby="map">
        <h2 id="map">Map</h2>
        <div className="row wide">
          <FilterChips
            label="Show entries that are"
            chips={[
              ...rows.filter(isOffered).map((row) => ({
                key: row.key,
                name: row.name,
                count: row[state],
                swatch: <BlockSwatch state={row.state} />,
              })),
              { key: 'invalid', name: 'Not valid', swatch: <ClassSwatch of="invalid" /> } as const,
            ]}
            chosen={states}
            onChange={setStates}
          />
          {compared && (
            <label className="check">
              <input
                type="checkbox"
                checked={changedOnly}
                onChange={(event) => setChangedOnly(event.target.checked)}
              />
              Only what {words.agent} changes
            </label>
          )}
        </div>
        <ShareNote chosen={shares} onChange={setShares} />
        <BlockMap
          blocks={blocks}
          shown={statesShown}
          shares={shareFilter}
          filter={mapFilter(states, changedOnly)}
          clashes={hasClashes(file.data)}
          block={index === undefined ? 0 : Math.min(blockOf(index, geometry), blocks - 1)}
          onBlock={(block) => chooseEntry(blockIndex(geometry, block))}
          onOpen={() => showBytes(batEntryRange({ region: bat }, index ?? 0))}
        />
      </section>
      <div className={styles.columns}>
        <section className="panel" aria-labelledby="census">
          <h2 id="census">States</h2>
          <SurveyNote entries={Math.min(geometry.batEntries, held)} />
          <CensusTable rows={rows} states={known} />
        </section>
        <section className="panel" aria-label="Selected block">
          {index === undefined ? (
            <p className="aside">Choose a block in the map or the table to see where it is.</p>
          ) : (
            <BlockDetail
              state={state}
              geometry={geometry}
              bat={bat}
              index={index}
              findings={found.get(index) ?? []}
            />
          )}
        </section>
      </div>
      <SpaceSection shown={statesShown} accounts={accounts} chosen={shares} onChange={setShares} />
      <FileSection
        shown={asked}
        compared={after !== undefined}
        shares={shareFilter}
        onShares={setShares}
        whole={file}
        onEntry={chooseEntry}
      />
      <section className="panel" aria-labelledby="entries">
        <h2 id="entries">Block allocation table</h2>
        <ExportRows query={{ state, ...filter, ...orderOf(rowQuery.sort) }} />
        <BlocksTable
          state={state}
          compared={compared}
          geometry={geometry}
          filter={filter}
          query={rowQuery}
          index={index}
          turnTo={turnTo}
          findings={found}
          onSelect={setIndex}
        />
      </section>
    </div>
  )
}

const hasClashes = (file: FileMap | undefined): boolean =>
  file !== undefined && (file.before.bytes.overlap > 0 || (file.after?.bytes.overlap ?? 0) > 0)
