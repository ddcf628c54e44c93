/** Calls that search the file or its virtual disk for bytes. */
import { changedDisk } from '../../engine/affected/changed-disk.ts'
import type { ByteRange, ByteSource, Run } from '../../engine/bytes/byte-source.ts'
import { clipRange, joinRanges, totalLength } from '../../engine/bytes/ranges.ts'
import { diskSource } from '../../engine/disk/disk-source.ts'
import { diskSize } from '../../engine/disk/layers.ts'
import { HEADER_SECTION_SIZE } from '../../engine/format/layout.ts'
import { diskRanges } from '../../engine/search/disk-ranges.ts'
import { findBytes } from '../../engine/search/find-bytes.ts'
import { parsePattern } from '../../engine/search/pattern.ts'
import { layersOf } from '../file/layers.ts'
import type { Reading } from '../protocol/file.ts'
import { SEARCH_SCOPES, type SearchPlace, type SearchScope } from '../protocol/search.ts'
import type { HandlersOf } from '../rpc.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

interface Searched {
  readonly source: ByteSource
  readonly ranges: readonly ByteRange[]
  readonly unreadableBytes: number
}

export function searchCalls({ current }: Session): HandlersOf<'search'> {
  /** `undefined` where the scope does not apply. */
  async function searched(wish: SearchPlace & Reading, run: Run): Promise<Searched | undefined> {
    const quiet = { signal: run.signal, pause: run.pause }
    if (wish.within === 'file') {
      const source = current.file.read(wish)
      const ranges = fileRanges(wish.scope)
      return ranges && { source, ranges: inside(ranges, source), unreadableBytes: 0 }
    }
    const layers = layersOf(current, wish.state)
    if (diskSize(layers) === 0) return undefined
    const source = diskSource(layers)
    if (wish.scope === 'changes') {
      const { update } = current.file.viewed
      if (!update || current.file.skeleton) return undefined
      const [before, after] = [layersOf(current, 'before'), layersOf(current, 'after')]
      const written = update.result.extents
      const { ranges } = await changedDisk({ before, after, written }, quiet)
      return { source, ranges: inside(ranges, source), unreadableBytes: 0 }
    }
    // Nothing on a disk is a structure of the file.
    if (wish.scope === 'structures') return undefined
    const whole = { offset: 0, length: source.size }
    return { source, ...(await diskRanges(layers, whole, quiet)) }
  }

  function fileRanges(scope: SearchScope): readonly ByteRange[] | undefined {
    const { before, scan, update } = current.file.viewed
    if (scope === 'all') return [{ offset: 0, length: Number.MAX_SAFE_INTEGER }]
    if (scope === 'changes') return update?.result.extents
    const tables = [before, update?.after].flatMap((image) => [
      image?.metadata?.region,
      image?.bat?.region,
    ])
    return [{ offset: 0, length: HEADER_SECTION_SIZE }, scan?.region, ...tables].flatMap((range) =>
      range ? [{ offset: range.offset, length: range.length }] : [],
    )
  }

  return {
    sizes: async (wish, callRun) => {
      const sizes = SEARCH_SCOPES.map(async (scope) => {
        const found = await searched({ ...wish, scope }, runOf(callRun))
        return found ? [[scope, totalLength(found.ranges)] as const] : []
      })
      return Object.fromEntries((await Promise.all(sizes)).flat())
    },
    find: async ({ kind, text, ignoresCase, ...place }, callRun) => {
      const parsed = parsePattern({ kind, text, ignoresCase })
      if (!parsed.ok) return parsed
      const run = runOf(callRun)
      const found = await searched(place, run)
      if (!found) return { ok: false, reason: 'There is nothing to search.' }
      const { source, ranges, unreadableBytes } = found
      const { patterns } = parsed
      const result = await findBytes(source, { ranges, patterns, onFound: callRun.add, run })
      return { ok: true, ...result, unreadableBytes }
    },
  }
}

/** In order, joined, and within the source. */
const inside = (ranges: readonly ByteRange[], { size }: ByteSource): readonly ByteRange[] =>
  joinRanges(
    ranges
      .map((range) => clipRange(range, { offset: 0, length: size }))
      .filter(({ length }) => length > 0)
      .sort((a, b) => a.offset - b.offset),
  )
