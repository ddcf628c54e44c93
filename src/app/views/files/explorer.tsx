/** Volumes and directories beside a directory beside one file of it; search, marks, and taking out. */
import { useRef, useState } from 'react'
import { plural } from '../../../engine/bytes/format.ts'
import type { FilesVolume, ListedRow } from '../../../worker/protocol/files.ts'
import { useHotkeys } from '../../keys/use-hotkeys.ts'
import type { GuestPlace } from '../../store/navigation/guest-place.ts'
import { useActions } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { usePage } from '../../store/use-page.ts'
import { useUpdateWords } from '../../store/use-update-words.ts'
import { useWindowQuery } from '../../table/use-window-query.ts'
import { useKeptState } from '../../ui/kept-state.ts'
import { Problem } from '../../ui/problem.tsx'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import { FileDetail, isNode, Sentences } from './file-detail.tsx'
import { shownNode, statOf } from './file-words.ts'
import styles from './files-view.module.css'
import { FoundList } from './found-list.tsx'
import { GuestTree } from './guest-tree.tsx'
import { LISTING_PAGE, Listing } from './listing.tsx'
import { PathBar } from './path-bar.tsx'
import { SearchForm } from './search-form.tsx'
import type { ShownStates } from './shown-states.ts'
import { MarkedBar, TakeButtons } from './take-out/take-buttons.tsx'
import { type Taken, TakeOutDialog, type TakeWay } from './take-out/take-out-dialog.tsx'
import { TouchedList } from './touched-list.tsx'
import { type FindWish, useFind } from './use-find.ts'
import { useTouched } from './use-touched.ts'

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
  const { call, goInGuest } = useActions()
  const pane = useRef<HTMLDivElement>(null)
  const search = useRef<HTMLInputElement>(null)
  const wantsFocus = useRef(false)
  const [onlyInOne, setOnlyInOne] = useKeptState('files: only in one', false)
  const [marks, setMarks] = useState(NO_MARKS)
  const [taking, setTaking] = useState<{
    readonly items: readonly Taken[]
    readonly way: TakeWay
  }>()
  const [wish, setWish] = useState<FindWish>()
  // Comes with another place of one directory, whose row has to be shown anew.
  const [jump, setJump] = useState({ count: 0, name: place?.name })
  const [showsTouched, setShowsTouched] = useState(false)
  const finding = useFind(wish)

  const { volume = 0, directory = '/' } = place ?? {}
  // What is taken out together is of one volume.
  const marked = marks.volume === volume ? marks.items : NO_MARKS.items
  const { update, skeleton } = useOpenFile().inspection
  const words = useUpdateWords()
  const touched = useTouched(compared && showsTouched && !skeleton, volume)
  const isRead = place !== undefined && why === undefined
  const filter = `${states.join()} ${volume} ${directory} ${onlyInOne}`
  const query = useWindowQuery(filter, 'name', 'files')
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
  const goToPath = async (path: string) => {
    const { within } = await call('files.stat', { states, volume, path })
    if (within) goTo(within.directory, within.name)
    else goTo(path)
  }
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
    setMarks(() => {
      const items = new Map(marked)
      if (!items.delete(row.path)) items.set(row.path, takenOf(row))
      return { volume, items }
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
              <SearchForm
                input={search}
                onSearch={(text) => setWish(text === '' ? undefined : { state, volume, text })}
              />
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
                onGo={({ parent, name }) => go({ volume: wish.volume, directory: parent, name })}
                onClose={() => setWish(undefined)}
              />
            )}
            {touched.isAsked && update && (
              <TouchedList
                touched={touched}
                by={update.kind}
                onGo={(path) => void goToPath(path)}
                onClose={() => setShowsTouched(false)}
              />
            )}
            {compared && (
              <div className="row wide">
                <label className="check">
                  <input
                    type="checkbox"
                    checked={onlyInOne}
                    onChange={({ target }) => setOnlyInOne(target.checked)}
                  />
                  Only names that one of the states has
                </label>
                {!skeleton && (
                  <label className="check">
                    <input
                      type="checkbox"
                      checked={showsTouched}
                      onChange={({ target }) => setShowsTouched(target.checked)}
                    />
                    What {words.agent} touches
                  </label>
                )}
              </div>
            )}
            <Listing
              key={`${filter} ${jump.count}`}
              page={listed}
              query={query}
              compared={compared}
              chosen={place.name}
              marked={marked}
              touched={touched}
              wantsFocus={wantsFocus}
              onChoose={choose}
              onOpen={open}
              onMark={mark}
            />
            <MarkedBar marked={marked} onTake={take} onClear={() => setMarks(NO_MARKS)} />
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
              onExtractStream={({ name: stream, size }) =>
                take([{ ...subject, isFile: true, size, stream }], 'download')
              }
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

interface Marks {
  readonly volume: number
  /** By their paths. */
  readonly items: ReadonlyMap<string, Taken>
}
const NO_MARKS: Marks = { volume: 0, items: new Map() }

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
