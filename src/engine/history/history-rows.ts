/** The history of one log in pages: sessions, their entries, what was written where, and orphans. */
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import { whereAbsent } from '../bytes/held.ts'
import { Pace, PIECE_BYTES } from '../bytes/pace.ts'
import { overlaps } from '../bytes/ranges.ts'
import { SharedWork } from '../bytes/shared-work.ts'
import { countDifferent, MAX_DETAILS } from '../changes/change-builder.ts'
import { readExisting } from '../changes/changes.ts'
import { sectorDiff } from '../changes/sector-diff.ts'
import { batEntryRange } from '../format/bat-index.ts'
import { LOG_SECTOR_SIZE, MIB } from '../format/layout.ts'
import { batEntryText } from '../image/bat/bat-words.ts'
import type { Image } from '../image/image.ts'
import { type Structure, structureIn } from '../image/structure-map.ts'
import type { Inspected } from '../inspect/inspect.ts'
import { clipWindow, type Page, type RowWindow } from '../inspect/page.ts'
import { nameRange } from '../places/name-range.ts'
import { structureParts } from '../places/naming-parts.ts'
import { type LogHistory, readHistory } from './history.ts'
import type {
  NotCompared,
  OrphanRow,
  PlaceStepRow,
  SectorChange,
  SessionEntryRow,
  SessionPage,
  WrittenPlaces,
} from './history-pages.ts'
import type { OrphanGroup } from './orphans.ts'
import { type Content, type Focus, only, reasonOf, unknownChange } from './sector-content.ts'
import { sessionRow } from './session-rows.ts'
import { numbersBefore } from './sessions.ts'
import { isLongRun, readWritten, type Written, writtenSector } from './written.ts'
import {
  isSector,
  type PlaceList,
  sectorsOf,
  type WriteSpan,
  WrittenIndex,
} from './written-index.ts'

/** Writes of one entry that its row tells of. */
const MAX_TOLD = 16
const MAX_NAMES = 3
/** What a row costs, in pieces of a `Pace`: sectors are compared for it. */
const ROW_WORK = (8 * LOG_SECTOR_SIZE) / PIECE_BYTES

export class HistoryRows {
  readonly history: LogHistory
  readonly #inspected: Inspected
  readonly #source: ByteSource
  readonly #image: Image
  readonly #structures: readonly Structure[]
  readonly #nameOf: (range: ByteRange) => string
  /** Read once, for all who ask. */
  readonly #written: SharedWork<WrittenIndex>
  #places: { readonly session: number | undefined; readonly list: PlaceList } | undefined

  private constructor(inspected: Inspected, image: Image, history: LogHistory) {
    this.history = history
    this.#inspected = inspected
    this.#source = inspected.before.source
    this.#image = image
    const parts = structureParts(image)
    this.#structures = parts.structures
    this.#nameOf = (range) => nameRange(parts, range)
    this.#written = new SharedWork(async (run) =>
      WrittenIndex.of(history, await readWritten(this.#source, history, run), run),
    )
  }

  /** `undefined` where there is no log. Structures are named as the replay leaves them, if there is one. */
  static async open(inspected: Inspected, run?: Run): Promise<HistoryRows | undefined> {
    const { before, scan, update } = inspected
    if (!scan) return undefined
    const image = update?.after ?? before
    const { bat, metadata } = image
    const compared = [bat?.region, metadata?.region].flatMap((range) => range ?? [])
    const within = compared.filter((range) => !overlaps(range, scan.region))
    return new HistoryRows(
      inspected,
      image,
      await readHistory(before.source, scan, within.map(shortened), run),
    )
  }

  sessions(window: RowWindow): SessionPage {
    const { sessions, orphans } = this.history
    const { start, count } = clipWindow(window, sessions.length)
    const rows = Array.from({ length: count }, (_, i) => sessionRow(this.history, start + i))
    return {
      rows: rows.filter((row) => row !== undefined),
      total: sessions.length,
      orphans: orphans.length,
    }
  }

  /** The valid entries of a session, oldest first, then those that do not verify. */
  async entries(session: number, window: RowWindow, run?: Run): Promise<Page<SessionEntryRow>> {
    const found = this.history.sessions[session]
    if (!found) return { rows: [], total: 0 }
    const { entries, unverified } = found
    const total = entries.length + unverified.length
    const { start, count } = clipWindow(window, total)
    const index = await this.#written.get(run)
    const pace = new Pace(run)
    const rows: SessionEntryRow[] = []
    for (let i = start; i < start + count; i++) {
      const entry = entries[i] ?? unverified[i - entries.length]
      if (!entry) continue
      if (pace.isDue(ROW_WORK)) await pace.rest()
      const own = index.ofEntry(entry)
      const targets = index.all.writes
        .slice(own.first, own.first + Math.min(own.end - own.first, MAX_TOLD))
        .map(this.#nameOf)
      rows.push({
        entry,
        missingBefore: i < entries.length ? numbersBefore(entries[i - 1], entry) : 0n,
        writes: own.end - own.first,
        targets: [...new Set(targets)].slice(0, MAX_NAMES),
        change: await this.#changesOf(index, own),
      })
    }
    return { rows, total }
  }

  /** What was written, by place in the file: of all sessions, or of one. */
  async places(session: number | undefined, window: RowWindow, run?: Run): Promise<WrittenPlaces> {
    const index = await this.#written.get(run)
    if (!this.#places || this.#places.session !== session) {
      this.#places = { session, list: index.places(session) }
    }
    const { total, at } = this.#places.list
    const { start, count } = clipWindow(window, total)
    const rows = Array.from({ length: count }, (_, i) => {
      const place = at(start + i)
      return { ...place, target: this.#nameOf(place) }
    })
    return { rows, total, complete: index.all.complete }
  }

  /**
   * What a place held, step by step, as far as the log knows, and what it holds now. With `batEntry`,
   * of a sector of the BAT, it is told of that entry alone.
   */
  async steps(
    place: ByteRange,
    window: RowWindow,
    run?: Run,
    batEntry?: number,
  ): Promise<Page<PlaceStepRow>> {
    const index = await this.#written.get(run)
    const writes = index.writesTo(place)
    const writeAt = (i: number): Written | undefined => index.all.writes[writes[i] ?? -1]
    const pace = new Pace(run)
    const { update } = this.#inspected
    const ends = [
      { kind: 'disk', source: this.#source },
      ...(update ? [{ kind: 'after-replay', source: update.result } as const] : []),
    ] as const
    const total = writes.length === 0 ? 0 : writes.length + ends.length
    const { start, count } = clipWindow(window, total)
    const contentAt = async (i: number): Promise<Content> => {
      const [write, end] = [writeAt(i), ends[i - writes.length]]
      if (i < 0 || !isSector(place)) return 'long-zeros'
      if (write) return writtenSector(this.#source, write)
      const { source } = end ?? { source: this.#source }
      const absent = whereAbsent<NotCompared>('absent')
      return readExisting(source, place.offset, place.length).catch(absent)
    }
    const focus = batEntry === undefined ? undefined : this.#batEntryIn(place, batEntry)
    const rows: PlaceStepRow[] = []
    let old = await contentAt(start - 1)
    for (let i = start; i < start + count; i++) {
      if (pace.isDue(ROW_WORK)) await pace.rest()
      const now = await contentAt(i)
      const [write, before, end] = [writeAt(i), writeAt(i - 1), ends[i - writes.length]]
      rows.push({
        by: write ? byEntry(write) : { kind: end?.kind ?? 'disk' },
        certainty: write ? before && index.certainty(before, write) : 'proven',
        change:
          typeof now === 'string' || typeof old === 'string'
            ? unknownChange(i === 0 ? 'first' : reasonOf(now, old))
            : this.#compare(place.offset, only(old, focus), only(now, focus)),
        value: focus && typeof now !== 'string' ? this.#batText(now, focus) : undefined,
      })
      old = now
    }
    return { rows, total }
  }

  /** Where in a sector of the BAT an entry is; `undefined` where it is not in that sector. */
  #batEntryIn(place: ByteRange, index: number): Focus | undefined {
    const { bat } = this.#image
    if (!bat || !isSector(place) || index < 0 || index >= bat.count) return undefined
    const { offset, length } = batEntryRange(bat, index)
    const at = offset - place.offset
    return at >= 0 && at + length <= place.length ? { at, length, index } : undefined
  }

  #batText(sector: Uint8Array, { at, length, index }: Focus): string {
    return batEntryText(sector.subarray(at, at + length), index, this.#image.geometry)
  }

  orphans(window: RowWindow): Page<OrphanRow> {
    const { orphans } = this.history
    const { start, count } = clipWindow(window, orphans.length)
    return { rows: orphans.slice(start, start + count).map(this.#orphanRow), total: orphans.length }
  }

  readonly #orphanRow = (group: OrphanGroup): OrphanRow => {
    const { sequenceNumber, sectors, near, before } = group
    const same = sectors.flatMap((sector) => sector.same ?? [])
    const names = new Set(
      same.slice(0, MAX_TOLD).map((offset) => this.#nameOf({ offset, length: LOG_SECTOR_SIZE })),
    )
    return {
      sequenceNumber,
      near,
      count: sectors.length,
      position: sectors[0]?.position ?? 0,
      zero: sectors.filter(({ zero }) => zero).length,
      same: [...names].slice(0, MAX_NAMES),
      sameCount: same.length,
      before: before && {
        position: before.position,
        sequenceNumber: before.header.sequenceNumber,
      },
    }
  }

  /** What an entry changed, against earlier entries that wrote the same sectors. */
  async #changesOf(index: WrittenIndex, own: WriteSpan): Promise<SectorChange> {
    const { first } = own
    const end = Math.min(own.end, first + MAX_TOLD)
    const isCut = end < own.end
    const lines: string[] = []
    let lineCount = 0
    let changedBytes: number | undefined
    const notCompared = new Set<NotCompared>(isCut ? ['many-writes'] : [])
    for (let i = first; i < end; i++) {
      const write = index.all.writes[i]
      if (!write) continue
      if (isLongRun(write)) notCompared.add('long-zeros')
      for (const offset of sectorsOf(write)) {
        const before = index.before(i, offset)
        if (!before) {
          notCompared.add('first')
          continue
        }
        const old = await writtenSector(this.#source, before)
        const change = this.#compare(offset, old, await writtenSector(this.#source, write))
        lines.push(...change.lines.slice(0, MAX_DETAILS - lines.length))
        lineCount += change.lineCount
        changedBytes = (changedBytes ?? 0) + (change.changedBytes ?? 0)
      }
    }
    return { lines, lineCount, changedBytes, notCompared: [...notCompared] }
  }

  #compare(offset: number, old: Uint8Array, now: Uint8Array): SectorChange {
    const pair = { offset, old, now }
    const structure = structureIn(this.#structures, offset)?.kind ?? 'unowned'
    const lines = sectorDiff(this.#image, structure, pair)
    const [shown, changedBytes] = [lines.slice(0, MAX_DETAILS), countDifferent(pair)]
    return { lines: shown, lineCount: lines.length, changedBytes, notCompared: [] }
  }
}

/** More of a structure than this is not compared with orphans; there is little that large. */
const shortened = ({ offset, length }: ByteRange): ByteRange => ({
  offset,
  length: Math.min(length, 4 * MIB),
})

const byEntry = ({ session, entry, index }: Written): PlaceStepRow['by'] => ({
  kind: 'entry',
  session,
  position: entry.position,
  sequenceNumber: entry.header.sequenceNumber,
  descriptor: index,
})
