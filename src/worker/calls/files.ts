/** Calls about the files of the guest: lists, what a file is and where, its bytes, search, and taking out. */
import type { ByteSource, Run } from '../../engine/bytes/byte-source.ts'
import type { Refused } from '../../engine/bytes/refused.ts'
import { contentParts } from '../../engine/extract/content-parts.ts'
import type { Part } from '../../engine/extract/part.ts'
import { planExtract } from '../../engine/extract/plan-extract.ts'
import { tarParts } from '../../engine/extract/tar.ts'
import { type ContentPlace, walkPlaces } from '../../engine/files/content-places.ts'
import {
  DirectoryRows,
  type DirectorySide,
  type NodeRow,
} from '../../engine/files/directory-rows.ts'
import { findFiles } from '../../engine/files/find-files.ts'
import type { VolumeFiles } from '../../engine/files/volume-files.ts'
import type { GuestFiles, NodeId } from '../../engine/guest/guest-files.ts'
import { type Branch, findPath, pathText, splitPath } from '../../engine/guest/paths.ts'
import type { State } from '../../engine/inspect/inspection.ts'
import { CallError } from '../client.ts'
import { HeldByWeight } from '../file/held-by-weight.ts'
import { OpenedGuests } from '../file/opened-guest.ts'
import { pause } from '../pause.ts'
import { MAX_PAGE_BYTES } from '../protocol/file.ts'
import {
  type AtPath,
  type Crumb,
  type FilesVolumes,
  type ListPage,
  type ListQuery,
  MAX_EXTENTS,
  type NodeAt,
  type TakenOut,
  type VolumePlace,
} from '../protocol/files.ts'
import type { HandlersOf } from '../rpc.ts'
import type { CopyPart } from '../save/copy-parts.ts'
import { type CutDisk, partPieces } from '../save/disk-slices.ts'
import { downloadOf } from '../save/download.ts'
import { joinPieces } from '../save/join-pieces.ts'
import { saveFiles } from '../save/save-files.ts'
import { notTaken, selectionOf, ToldOf } from '../save/taken-out.ts'
import type { Session } from '../session.ts'
import { throttled } from '../throttle.ts'
import { runOf } from './call-run.ts'

/** How many sentences are told of what is wrong with a directory. */
const MAX_SAID = 20

/** Names of lists that stay sorted: that of the middle, and those of the tree. A list counts as so many at least. */
const MAX_HELD = 500_000
const LEAST = 10_000

interface Sides {
  readonly sides: Partial<Record<State, DirectorySide>>
  readonly said: Partial<Record<State, readonly string[]>>
}

export function filesCalls({ current, platform }: Session): HandlersOf<'files'> {
  const guests = new OpenedGuests(current)
  /** By the directories that they are of, which are read again where the disk is another one. */
  const rows = new HeldByWeight<{ readonly sides: Sides['sides']; readonly made: DirectoryRows }>(
    MAX_HELD,
  )

  /** Throws a `CallError` where its files are not read. */
  const volumeIn = async (state: State, place: VolumePlace, run: Run): Promise<VolumeFiles> => {
    const opened = await guests.in(state).open(place, run)
    if (!opened.ok) throw new CallError('unreadable', opened.reason, { about: 'source' })
    return opened
  }

  /** The directory at a path in each state; why not, where it is in only one. */
  async function sidesOf({ states, volume, path }: AtPath, run: Run): Promise<Sides> {
    const sides: Partial<Record<State, DirectorySide>> = {}
    const said: Partial<Record<State, readonly string[]>> = {}
    for (const state of states) {
      const guest = guests.in(state)
      const opened = await guest.open(volume, run)
      const found = opened.ok ? await findPath(opened.files, path, run) : opened
      if (!opened.ok || !found.ok) {
        said[state] = [(found as Refused).reason]
      } else if (found.kind !== 'directory') {
        said[state] = [`${found.path} is no directory.`]
      } else {
        const index = await guest.directory(opened, found.node, run)
        sides[state] = { files: opened.files, index }
        said[state] = [...saidOf(index), ...opened.problems()]
      }
    }
    return { sides, said }
  }

  async function rowsOf(query: ListQuery, run: Run) {
    const { states, volume, path, directoriesOnly, onlyInOne } = query
    const { sides, said } = await sidesOf(query, run)
    const key = JSON.stringify([states, volume, path, directoriesOnly, onlyInOne])
    const known = rows.get(key)
    const isSame =
      known?.sides.before?.index === sides.before?.index &&
      known?.sides.after?.index === sides.after?.index
    const made = known && isSame ? known.made : await DirectoryRows.of(sides, run)
    rows.put(key, { sides, made }, LEAST + made.count)
    return { rows: made, said }
  }

  const cutOf = (state: State) => ({
    open: current.file,
    layers: guests.in(state).layers,
    state,
  })

  return {
    volumes: async ({ state }, run): Promise<FilesVolumes | undefined> => {
      const guest = guests.in(state)
      const found = await guest.volumes(runOf(run))
      if (found === undefined) return undefined
      const volumes = []
      for (const volume of found.volumes) {
        run.signal.throwIfAborted()
        const { at, partition, fileSystem } = volume
        const opened = await guest.openVolume(volume)
        const files = opened.ok ? ({ ok: true, notes: opened.files.notes } as const) : opened
        const isLost = volume.lost !== undefined
        volumes.push({ place: at.offset, size: at.length, partition, fileSystem, isLost, files })
      }
      return { volumes, problems: found.problems }
    },

    list: async (query, callRun): Promise<ListPage> => {
      const run = runOf(callRun)
      const { rows: made, said } = await rowsOf(query, run)
      const { rows: listed, total } = await made.page(query, run)
      const { placeOf, path } = query
      const crumbs = crumbsOf(path)
      const branch = branchOf(path)
      return {
        rows: listed.map((row) => ({
          ...row,
          path: pathText({ name: row.name, parent: branch }),
        })),
        total,
        crumbs,
        said,
        ...(placeOf !== undefined && { place: await made.placeOf(placeOf, query, run) }),
      }
    },

    stat: async ({ states, volume, path: directory, name }, callRun): Promise<NodeAt> => {
      const parent = branchOf(directory)
      const path = pathText(name === undefined ? parent : { name, parent })
      const run = runOf(callRun)
      const at: Partial<Record<State, NodeRow | Refused>> = {}
      for (const state of states) at[state] = await nodeAt(state)
      const [above, here] = crumbsOf(path).slice(-2)
      const within = above && here && { directory: above.path, name: here.name }
      return { ...at, path, within }

      async function nodeAt(state: State): Promise<NodeRow | Refused> {
        const opened = await guests.in(state).open(volume, run)
        if (!opened.ok) return opened
        const found = await findPath(opened.files, path, run)
        if (!found.ok) return found
        const { node, kind } = found
        return { node, kind, stat: await opened.files.stat(node) }
      }
    },

    extents: async ({ state, volume, node, stream, from }, callRun) => {
      const run = runOf(callRun)
      const opened = await volumeIn(state, volume, run)
      const { layers } = guests.in(state)
      const places: ContentPlace[] = []
      for await (const place of walkPlaces(layers, opened, { node, stream, from }, run)) {
        if (places.length === MAX_EXTENTS) return { places, next: place.offset }
        places.push(place)
      }
      return { places, next: undefined }
    },

    read: async ({ offset, length, ...of }, callRun) => {
      const { files } = await volumeIn(of.state, of.volume, runOf(callRun))
      const source = await sourceOf(files, of.node, of.stream)
      const start = Math.min(Math.max(0, Math.floor(offset)), source.size)
      const most = Math.min(Math.max(0, Math.floor(length)), MAX_PAGE_BYTES, source.size - start)
      return { bytes: await source.read(start, most), absent: [] }
    },

    blob: async ({ state, volume, node, stream }, callRun) => {
      const run = runOf(callRun)
      await current.file.requireUnchanged(callRun)
      current.file.requireData('a file')
      const opened = await volumeIn(state, volume, run)
      const { files } = opened
      const source = await sourceOf(files, node, stream)
      const content = { node, size: source.size, ...(stream !== undefined && { stream }) }
      const { layers } = guests.in(state)
      return blobOfPieces(
        { ...cutOf(state), platform },
        contentParts({ ...opened, layers }, content, run),
        run,
      )
    },

    tar: async ({ state, volume, paths }, callRun) => {
      const { signal } = callRun
      const report = throttled(callRun.progress)
      await current.file.requireUnchanged(callRun)
      current.file.requireData('an archive')
      const opened = await volumeIn(state, volume, runOf(callRun))
      const { selection, total } = await selectionOf(opened, paths, { signal })
      const said = new ToldOf<string>()
      let [count, done, unreadableBytes] = [0, 0, 0]
      const run = { signal, pause }
      const { layers } = guests.in(state)
      const parts = tarParts({
        items: planExtract(opened.files, selection, { names: { target: 'tar' }, run }),
        contentOf: (item) => contentParts({ ...opened, layers }, item, { signal }),
        onItem: (item) => {
          const words = notTaken(item)
          if (words !== undefined) said.add(words)
          if (item.kind !== 'file') return
          count++
          done += item.size
          report({ phase: 'plan', done, total })
        },
        onUnreadable: ({ length }) => {
          unreadableBytes += length
        },
      })
      const taken = await blobOfPieces({ ...cutOf(state), platform }, parts, { signal })
      return { ...taken, unreadableBytes, files: count, said: said.told() }
    },

    find: async ({ state, volume, text }, callRun) => {
      const run = runOf(callRun)
      const { files } = await volumeIn(state, volume, run)
      return findFiles(files, { text, onFound: callRun.add, run })
    },

    save: async ({ state, volume, ...wish }, callRun) => {
      current.file.requireData('a file')
      const opened = await volumeIn(state, volume, runOf(callRun))
      const selected = await selectionOf(opened, wish.paths, runOf(callRun))
      return saveFiles(cutOf(state), opened, { ...wish, ...selected }, callRun)
    },
  }
}

/** Throws a `CallError` where there is no such content. */
async function sourceOf(files: GuestFiles, node: NodeId, stream?: string): Promise<ByteSource> {
  const source = await files.open(node, stream)
  if ('ok' in source) throw new CallError('unreadable', source.reason, { about: 'source' })
  return source
}

async function blobOfPieces(
  { platform, ...cut }: CutDisk & Pick<Session, 'platform'>,
  parts: AsyncIterable<Part>,
  run: Run,
): Promise<TakenOut> {
  let unreadableBytes = 0
  const onUnreadable = (length: number) => {
    unreadableBytes += length
  }
  const whole: CopyPart[] = []
  const pieces = partPieces({ ...cut, onUnreadable }, parts, run)
  for await (const part of joinPieces(pieces)) whole.push(part)
  const blob = await downloadOf({ current: { file: cut.open }, platform }, whole, run)
  return { blob, unreadableBytes }
}

const saidOf = ({ problems, isCut }: DirectorySide['index']): readonly string[] => [
  ...problems.slice(0, MAX_SAID),
  ...(isCut ? ['It has more names than are shown here.'] : []),
]

function branchOf(path: string): Branch {
  let branch: Branch = { name: '', parent: undefined }
  for (const name of splitPath(path)) branch = { name, parent: branch }
  return branch
}

function crumbsOf(path: string): readonly Crumb[] {
  const crumbs: Crumb[] = []
  for (let at: Branch | undefined = branchOf(path); at; at = at.parent) {
    crumbs.unshift({ name: at.name, path: pathText(at) })
  }
  return crumbs
}
