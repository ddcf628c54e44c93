/** What the log's writes change: the sectors that differ, merged by structure, in plain words. */
import type { Run } from '../bytes/byte-source.ts'
import { isHeld } from '../bytes/held.ts'
import { takeTurn } from '../bytes/pace.ts'
import { clipRange, endOf } from '../bytes/ranges.ts'
import { LOG_SECTOR_SIZE, MIB } from '../format/layout.ts'
import type { Preview, PreviewExtent } from '../update/preview.ts'
import {
  ChangeBuilder,
  type Differences,
  type UncomparedRun,
  type Words,
} from './change-builder.ts'

/** How much is read at once: more is no faster, and the garbage of it is slow to collect. */
const WINDOW = MIB / 2
/** How far apart writes may lie to share a read. */
const MAX_GAP = 64 * 1024
/** Reads of a browser's file mostly wait: so many windows are read at once. */
const WINDOWS_AT_ONCE = 8
/**
 * How many bytes of zero runs are compared with what is there, all together: a descriptor of 32
 * bytes must not cost the reading of gigabytes. Data is bounded by the log that holds it.
 */
const COMPARED_ZEROS = 256 * MIB

/**
 * Compares what `extents` of a preview write with what is there, in windows, bytes behind the old end
 * counting as zero. Of a skeleton what it does not have is not compared.
 */
export async function findDifferences(
  after: Preview,
  extents: readonly PreviewExtent[],
  words: Words,
  run?: Run,
): Promise<Differences> {
  const builder = new ChangeBuilder(words)
  const existing = wholeSectors(extents).flatMap((extent) =>
    withoutNewZeros(extent, after.base.size),
  )
  const windows = [...windowsOf(existing, after.base)]
  for (let i = 0; i < windows.length; i += WINDOWS_AT_ONCE) {
    await takeTurn(run)
    const group = windows.slice(i, i + WINDOWS_AT_ONCE)
    for (const read of await Promise.all(group.map((window) => readWindow(after, window)))) {
      if (read.kind === 'compare') addSectors(builder, read)
      else builder.addRun(read.extent, read.kind)
    }
  }
  return builder.finish()
}

/** What the log writes, without the header updates of the replay: disjoint, in order of offset. */
export const loggedExtents = ({ extents }: Preview): readonly PreviewExtent[] =>
  extents.filter(({ step }) => step.cause.kind === 'descriptor')

/** `extents` widened to whole sectors; a sector that two of them share belongs to the first. */
function wholeSectors(extents: readonly PreviewExtent[]): readonly PreviewExtent[] {
  let done = 0
  return extents.flatMap((extent) => {
    const start = Math.floor(extent.offset / LOG_SECTOR_SIZE) * LOG_SECTOR_SIZE
    const offset = Math.max(start, done)
    const end = Math.ceil(endOf(extent) / LOG_SECTOR_SIZE) * LOG_SECTOR_SIZE
    if (end <= offset) return []
    done = end
    return [{ ...extent, offset, length: end - offset }]
  })
}

/** Zeros behind the sector in which the file ended change nothing but the size. */
function withoutNewZeros(extent: PreviewExtent, oldSize: number): readonly PreviewExtent[] {
  if (extent.step.content.kind !== 'zeros') return [extent]
  const end = Math.ceil(oldSize / LOG_SECTOR_SIZE) * LOG_SECTOR_SIZE
  const length = Math.min(extent.length, end - extent.offset)
  return length > 0 ? [{ ...extent, length }] : []
}

type Window =
  | { readonly kind: UncomparedRun; readonly extent: PreviewExtent }
  | { readonly kind: 'compare'; readonly extents: readonly PreviewExtent[] }

/** Extents near each other, to be read together; what is not to be compared, apart. */
function* windowsOf(extents: readonly PreviewExtent[], base: Preview['base']): Generator<Window> {
  let zerosLeft = COMPARED_ZEROS
  let open: PreviewExtent[] = []
  for (const whole of extents) {
    for (const extent of base.held ? splitByHeld(whole, base) : [whole]) {
      const zeros = extent.step.content.kind === 'zeros' ? extent.length : 0
      const isAbsent = !isThere(extent, base)
      const run = isAbsent ? 'absent' : zeros > zerosLeft ? 'zeros' : undefined
      if (run === undefined) zerosLeft -= zeros
      for (const piece of run ? [extent] : cut(extent)) {
        if (open.length > 0 && (run || !fits(open, piece, base))) {
          yield { kind: 'compare', extents: open }
          open = []
        }
        if (run) yield { kind: run, extent }
        else open.push(piece)
      }
    }
  }
  if (open.length > 0) yield { kind: 'compare', extents: open }
}

/** Whether a skeleton has all that the file has there. */
const isThere = (extent: PreviewExtent, base: Preview['base']): boolean =>
  isHeld(base, clipRange(extent, { offset: 0, length: base.size }))

/** Runs of sectors that are there, and of those that are not. */
function splitByHeld(extent: PreviewExtent, base: Preview['base']): readonly PreviewExtent[] {
  if (isThere(extent, base)) return [extent]
  const runs: (PreviewExtent & { readonly isThere: boolean })[] = []
  for (let offset = extent.offset; offset < endOf(extent); offset += LOG_SECTOR_SIZE) {
    const sector = { ...extent, offset, length: LOG_SECTOR_SIZE }
    const now = isThere(sector, base)
    const last = runs.at(-1)
    if (last?.isThere === now) {
      runs[runs.length - 1] = { ...last, length: last.length + LOG_SECTOR_SIZE }
    } else runs.push({ ...sector, isThere: now })
  }
  return runs
}

function fits(open: readonly PreviewExtent[], next: PreviewExtent, base: Preview['base']): boolean {
  const [first, last] = [open[0] ?? next, open.at(-1) ?? next]
  const gap = base.held ? 0 : MAX_GAP
  return next.offset - endOf(last) <= gap && endOf(next) - first.offset <= WINDOW
}

function cut(extent: PreviewExtent): readonly PreviewExtent[] {
  const pieces: PreviewExtent[] = []
  for (let done = 0; done < extent.length; done += WINDOW) {
    const length = Math.min(WINDOW, extent.length - done)
    pieces.push({ ...extent, offset: extent.offset + done, length })
  }
  return pieces
}

type ReadWindow =
  | Exclude<Window, { kind: 'compare' }>
  | (Extract<Window, { kind: 'compare' }> & {
      readonly start: number
      readonly old: Uint8Array
      readonly now: Uint8Array
    })

async function readWindow(after: Preview, window: Window): Promise<ReadWindow> {
  if (window.kind !== 'compare') return window
  const start = window.extents[0]?.offset ?? 0
  const length = endOf(window.extents.at(-1) ?? { offset: start, length: 0 }) - start
  const [old, now] = await Promise.all([
    readExisting(after.base, start, length),
    readExisting(after, start, length),
  ])
  return { ...window, start, old, now }
}

function addSectors(
  builder: ChangeBuilder,
  { extents, start, old, now }: Extract<ReadWindow, { kind: 'compare' }>,
): void {
  for (const extent of extents) {
    for (let at = extent.offset; at < endOf(extent); at += LOG_SECTOR_SIZE) {
      const from = at - start
      builder.addSector(extent, {
        offset: at,
        old: old.subarray(from, from + LOG_SECTOR_SIZE),
        now: now.subarray(from, from + LOG_SECTOR_SIZE),
      })
    }
  }
}

/** Bytes of `source`, zero behind its end. */
export async function readExisting(
  source: Preview['base'],
  offset: number,
  length: number,
): Promise<Uint8Array> {
  const available = Math.max(0, Math.min(length, source.size - offset))
  if (available === length) return source.read(offset, length)
  const bytes = new Uint8Array(length)
  if (available > 0) bytes.set(await source.read(offset, available))
  return bytes
}
