/** Volumes and directories beside a directory beside one file of it; search, marks, and taking out. */
import { useRef, useState } from 'react'
import { plural } from '../../../engine/bytes/format.ts'
import type { FilesVolume, ListedRow } from '../../../worker/protocol/files.ts'
import { useHotkeys } from '../../keys/use-hotkeys.ts'
import type { GuestPlace } from '../../store/navigation/guest-place.ts'
import { useActions } from '../../store/use-app.ts'
import { usePage } from '../../store/use-page.ts'
import { useWindowQuery } from '../../table/use-window-query.ts'
import { Problem } from '../../ui/problem.tsx'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import { FileDetail, isNode, Sentences } from './file-detail.tsx'
import { shownNode, statOf } from './file-words.ts'
import styles from './files-view.module.css'
import { FoundList } from './found-list.tsx'
import { GuestTree } from './guest-tree.tsx'
import { LISTING_PAGE, Listing } from './listing.tsx'
import { PathBar } from './path-bar.tsx'
import type { ShownStates } from './shown-states.ts'
import { TakeButtons } from './take-buttons.tsx'
import { type Taken, TakeOutDialog, type TakeWay } from './take-out-dialog.tsx'
import { type FindWish, useFind } from './use-find.ts'

interface ExplorerProps {
  readonly volumes: readonly FilesVolume[]
  readonly shown: ShownStates
  readonly place: GuestPlace | undefined
  /** Of the volume. */
  readonly name: string
  /** Why its files are not read, where they are not. */
  readonly why: string | undefined
  readonly notes: readonly string[]
}

export function Explorer({ volumes, shown, place, name: volumeTitle, why, notes }: ExplorerProps) {
  const { states, state, compared } = shown
  const { goInGuest } = useActions()
  const pane = useRef<HTMLDivElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const wantsFocus = useRef(false)
  const [onlyInOne, setOnlyInOne] = useState(false)
  const [marked, setMarked] = useState<ReadonlyMap<string, Taken>>(new Map())
  const [taking, setTaking] = useState<{
    readonly items: readonly Taken[]
    readonly way: TakeWay
  }>()
  const [typed, setTyped] = useState('')
  const [wish, setWish] = useState<FindWish>()
  // Comes with another place of one directory, whose row has to be shown anew.
  const [jump, setJump] = useState({ count: 0, name: place?.name })
  const finding = useFind(wish)

  const { volume = 0, directory = '/' } = place ?? {}
  const isRead = place !== undefined && why === undefined
  const filter = `${states.join()} ${volume} ${directory} ${onlyInOne}`
  const query = useWindowQuery(filter, 'name')
  const page = usePage(
    'files.list',
    isRead
      ? {
          states,
          volume,
          path: directory,
          start: query.start,
          count: LISTING_PAGE,
          sort: sortOf(query.sort.id),
          descending: query.sort.descending,
          onlyInOne: compared && onlyInOne,
          placeOf: jump.name,
        }
      : undefined,
  )
  const isHere = page.params?.path === directory && page.params.volume === volume
  const listed = isHere ? page : { ...page, data: undefined, params: undefined }
  const { data } = listed
  const chosen = usePage(
    'files.stat',
    isRead ? { states, volume, path: directory, name: place.name } : undefined,
  )

  const go = (to: GuestPlace) => {
    setJump(({ count }) => ({ count: count + 1, name: to.name }))
    goInGuest(to)
  }
  const goTo = (path: string, name?: string) =>
    go({ volume, directory: path, ...(name !== undefined && { name }) })
  const up = () => {
    const [parent, here] = (data?.crumbs ?? []).slice(-2)
    if (!parent || !here) return
    wantsFocus.current = true
    goTo(parent.path, here.name)
  }
  const open = (row: ListedRow) => {
    if (shownNode(row)?.kind !== 'directory') return choose(row)
    wantsFocus.current = true
    goTo(row.path)
  }
  const choose = ({ name }: ListedRow) => goInGuest({ volume, directory, name })
  const mark = (row: ListedRow) =>
    setMarked((last) => {
      const next = new Map(last)
      if (!next.delete(row.path)) next.set(row.path, takenOf(row))
      return next
    })
  useHotkeys({ findFiles: () => search.current?.focus() })
  useHotkeys({ upDirectory: up }, pane)

  const here: Taken = {
    path: data?.crumbs.at(-1)?.path ?? directory,
    name: data?.crumbs.at(-1)?.name ?? '',
    isFile: false,
    size: undefined,
  }
  const node = chosen.data && [chosen.data.after, chosen.data.before].find(isNode)
  const detailName = place?.name
  const subject: Taken =
    detailName !== undefined && chosen.data
      ? {
          path: chosen.data.path,
          name: detailName,
          isFile: node?.kind === 'file',
          size: node?.kind === 'file' ? statOf(node)?.size : undefined,
        }
      : here
  const take = (items: readonly Taken[], way: TakeWay) => setTaking({ items, way })
  const said = Object.values(data?.said ?? {}).flat()

  return (
    <div className={styles.explorer} ref={pane}>
      <section className={`panel ${styles.left}`} aria-label="Volumes">
        <GuestTree
          volumes={volumes}
          states={states}
          place={place}
          above={data?.crumbs.map(({ path }) => path) ?? NOWHERE}
          onGo={go}
        />
      </section>
      <section className={`panel ${styles.middle}`} aria-label="Directory">
        {why !== undefined && (
          <p className="prose">
            {volumeTitle}: <UntrustedText text={why} />
          </p>
        )}
        {isRead && (
          <>
            <div className="apart">
              <PathBar
                volume={volumeTitle}
                crumbs={data?.crumbs ?? [{ name: '', path: '/' }]}
                onGo={goTo}
              />
              <form
                className={`row tight ${styles.search}`}
                aria-label="Search by name"
                onSubmit={(event) => {
                  event.preventDefault()
                  setWish(typed === '' ? undefined : { state, volume, text: typed })
                }}
              >
                <input
                  ref={search}
                  type="search"
                  aria-label="Name to search for in all of the volume"
                  placeholder="Search the volume by name  ( / )"
                  spellCheck={false}
                  autoComplete="off"
                  value={typed}
                  onChange={({ target }) => setTyped(target.value)}
                />
                <button type="submit" disabled={typed === ''}>
                  Search
                </button>
              </form>
            </div>
            {notes.length > 0 && directory === '/' && (
              <details className={styles.notes}>
                <summary>{plural(notes.length, 'note')} on this file system</summary>
                <Sentences sentences={notes} />
              </details>
            )}
            {said.length > 0 && <Sentences sentences={[...new Set(said)]} />}
            {wish && (
              <FoundList
                finding={finding}
                text={wish.text}
                onGo={({ parent, name }) => goTo(parent, name)}
                onClose={() => setWish(undefined)}
              />
            )}
            {compared && (
              <label className="check">
                <input
                  type="checkbox"
                  checked={onlyInOne}
                  onChange={({ target }) => setOnlyInOne(target.checked)}
                />
                Only names that one of the states has
              </label>
            )}
            <Listing
              key={`${filter} ${jump.count}`}
              page={listed}
              query={query}
              compared={compared}
              chosen={place.name}
              marked={marked}
              wantsFocus={wantsFocus}
              onChoose={choose}
              onOpen={open}
              onMark={mark}
            />
            {marked.size > 0 && (
              <div className={`apart ${styles.marked}`}>
                <span>{plural(marked.size, 'item')} marked</span>
                <span className="actions">
                  <TakeButtons items={[...marked.values()]} onTake={take} />
                  <button type="button" data-kind="quiet" onClick={() => setMarked(new Map())}>
                    Unmark all
                  </button>
                </span>
              </div>
            )}
          </>
        )}
      </section>
      {isRead && (
        <section className={`panel ${styles.right}`} aria-label="Details">
          <h2 className="anywhere">
            {subject.name === '' ? volumeTitle : <UntrustedText text={subject.name} />}
          </h2>
          <p className="actions">
            <TakeButtons items={[subject]} onTake={take} />
          </p>
          {chosen.error && <Problem text={chosen.error.message} />}
          {chosen.data && (
            <FileDetail
              key={`${volume} ${subject.path}`}
              at={chosen.data}
              volume={volume}
              state={state}
              name={subject.name}
            />
          )}
        </section>
      )}
      {taking && (
        <TakeOutDialog
          items={taking.items}
          way={taking.way}
          volume={volume}
          volumeName={volumeTitle}
          states={states}
          onClose={() => setTaking(undefined)}
        />
      )}
    </div>
  )
}

const NOWHERE: readonly string[] = ['/']

const SORTS = ['name', 'size', 'modified'] as const
const sortOf = (id: string) => SORTS.find((sort) => sort === id) ?? 'name'

const takenOf = (row: ListedRow): Taken => {
  const node = shownNode(row)
  const isFile = node?.kind === 'file'
  return {
    path: row.path,
    name: row.name,
    isFile,
    size: isFile ? statOf(node)?.size : undefined,
  }
}
