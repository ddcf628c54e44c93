/** The history of one log in pages: sessions, their entries, what was written where, and orphans. */
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import { overlaps } from '../bytes/ranges.ts'
import { countDifferent, MAX_DETAILS } from '../changes/change-builder.ts'
import { readExisting } from '../changes/changes.ts'
import { sectorDiff } from '../changes/sector-diff.ts'
import { batEntryRange } from '../format/bat-index.ts'
import { LOG_SECTOR_SIZE, MIB } from '../format/layout.ts'
import { batEntryText } from '../image/bat/bat-words.ts'
import type { Image } from '../image/image.ts'
import { type Structure, structureIn, structuresOf } from '../image/structure-map.ts'
import type { Inspected } from '../inspect/inspect.ts'
import { clipWindow, type Page, type RowWindow } from '../inspect/page.ts'
import type { LogEntry } from '../log/log.ts'
import { nameRange } from '../places/name-range.ts'
import { type LogHistory, readHistory } from './history.ts'
import type {
  OrphanRow,
  PlaceStepRow,
  SectorChange,
  SessionEntryRow,
  SessionPage,
  WrittenPlaces,
} from './history-pages.ts'
import type { OrphanGroup } from './orphans.ts'
import { sessionRow } from './session-rows.ts'
import { numbersBefore } from './sessions.ts'
import { readWritten, type Written, writtenSector } from './written.ts'
import { isSector, sectorsOf, WrittenIndex, type WrittenPlace } from './written-index.ts'

/** Writes of one entry that its row tells of. */
const MAX_TOLD = 16
const MAX_NAMES = 3
const NO_CHANGE: SectorChange = { lines: [], lineCount: 0, changedBytes: undefined }

export class HistoryRows {
  readonly history: LogHistory
  readonly #inspected: Inspected
  readonly #source: ByteSource
  readonly #image: Image
  readonly #structures: readonly Structure[]
  readonly #nameOf: (range: ByteRange) => string
  #written: Promise<WrittenIndex> | undefined
  #places:
    | { readonly session: number | undefined; readonly places: readonly WrittenPlace[] }
    | undefined

  private constructor(inspected: Inspected, image: Image, history: LogHistory) {
    this.history = history
    this.#inspected = inspected
    this.#source = inspected.before.source
    this.#image = image
    this.#structures = structuresOf(image)
    const parts = { structures: this.#structures, metadata: image.metadata, bat: image.bat }
    this.#nameOf = (range) => nameRange(parts, range)
  }

  /** `undefined` where there is no log. Structures are named as the replay leaves them, if there is one. */
  static async open(inspected: Inspected, run?: Run): Promise<HistoryRows | undefined> {
    const { before, scan, replay } = inspected
    if (!scan) return undefined
    const image = replay?.after ?? before
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
    const { sessions, orphans, complete } = this.history
    const { start, count } = clipWindow(window, sessions.length)
    const rows = Array.from({ length: count }, (_, i) => sessionRow(this.history, start + i))
    const total = sessions.length
    return {
      rows: rows.filter((row) => row !== undefined),
      total,
      orphans: orphans.length,
      complete,
    }
  }

  /** The valid entries of a session, oldest first, then those that do not verify. */
  async entries(session: number, window: RowWindow, run?: Run): Promise<Page<SessionEntryRow>> {
    const found = this.history.sessions[session]
    if (!found) return { rows: [], total: 0 }
    const { entries, unverified } = found
    const total = entries.length + unverified.length
    const { start, count } = clipWindow(window, total)
    const index = await this.#index()
    const writes = writesByEntry(index, session)
    const rows: SessionEntryRow[] = []
    for (let i = start; i < start + count; i++) {
      const entry = entries[i] ?? unverified[i - entries.length]
      if (!entry) continue
      run?.signal?.throwIfAborted()
      const own = writes.get(entry) ?? []
      rows.push({
        entry,
        missingBefore: i < entries.length ? numbersBefore(entries[i - 1], entry) : 0n,
        writes: own.length,
        targets: [...new Set(own.slice(0, MAX_TOLD).map(this.#nameOf))].slice(0, MAX_NAMES),
        change: await this.#changesOf(index, own),
      })
    }
    return { rows, total }
  }

  /** What was written, by place in the file: of all sessions, or of one. */
  async places(session: number | undefined, window: RowWindow): Promise<WrittenPlaces> {
    const index = await this.#index()
    if (!this.#places || this.#places.session !== session) {
      this.#places = { session, places: index.places(session) }
    }
    const { places } = this.#places
    const { start, count } = clipWindow(window, places.length)
    const rows = places
      .slice(start, start + count)
      .map((place) => ({ ...place, target: this.#nameOf(place) }))
    return { rows, total: places.length, complete: index.all.complete }
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
    const index = await this.#index()
    const writes = index.writesTo(place)
    const { replay } = this.#inspected
    const ends = [
      { kind: 'disk', source: this.#source },
      ...(replay ? [{ kind: 'after-replay', source: replay.result } as const] : []),
    ] as const
    const total = writes.length === 0 ? 0 : writes.length + ends.length
    const { start, count } = clipWindow(window, total)
    const contentAt = async (i: number): Promise<Uint8Array | undefined> => {
      const [write, end] = [writes[i], ends[i - writes.length]]
      if (i < 0 || !isSector(place)) return undefined
      if (write) return writtenSector(this.#source, write)
      return end && readExisting(end.source, place.offset, place.length)
    }
    const focus = batEntry === undefined ? undefined : this.#batEntryIn(place, batEntry)
    const rows: PlaceStepRow[] = []
    let old = await contentAt(start - 1)
    for (let i = start; i < start + count; i++) {
      run?.signal?.throwIfAborted()
      const now = await contentAt(i)
      const [write, before, end] = [writes[i], writes[i - 1], ends[i - writes.length]]
      rows.push({
        by: write ? byEntry(write) : { kind: end?.kind ?? 'disk' },
        certainty: write ? before && index.certainty(before, write) : 'proven',
        change:
          now && old ? this.#compare(place.offset, only(old, focus), only(now, focus)) : NO_CHANGE,
        value: now && focus && this.#batText(now, focus),
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
    return at >= 0 && at < place.length ? { at, length, index } : undefined
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

  /** Read once, for all who ask: one of them who no longer wants it does not cancel it for others. */
  #index(): Promise<WrittenIndex> {
    this.#written ??= readWritten(this.#source, this.history).then(
      (all) => new WrittenIndex(this.history, all),
    )
    return this.#written
  }

  /** What an entry changed, against earlier entries that wrote the same sectors. */
  async #changesOf(index: WrittenIndex, writes: readonly Written[]): Promise<SectorChange> {
    const lines: string[] = []
    let lineCount = 0
    let changedBytes: number | undefined
    for (const write of writes.slice(0, MAX_TOLD)) {
      for (const offset of sectorsOf(write)) {
        const old = await index.contentBefore(this.#source, offset, write)
        if (!old) continue
        const change = this.#compare(offset, old, await writtenSector(this.#source, write))
        lines.push(...change.lines.slice(0, MAX_DETAILS - lines.length))
        lineCount += change.lineCount
        changedBytes = (changedBytes ?? 0) + (change.changedBytes ?? 0)
      }
    }
    return { lines, lineCount, changedBytes }
  }

  #compare(offset: number, old: Uint8Array, now: Uint8Array): SectorChange {
    const pair = { offset, old, now }
    const structure = structureIn(this.#structures, offset)?.kind ?? 'unowned'
    const lines = sectorDiff(this.#image, structure, pair)
    const changedBytes = countDifferent(pair)
    return { lines: lines.slice(0, MAX_DETAILS), lineCount: lines.length, changedBytes }
  }
}

/** Bytes of a sector that are looked at alone. */
interface Focus {
  readonly at: number
  readonly length: number
  /** Of the entry of the BAT. */
  readonly index: number
}

/** The sector with nothing in it but these bytes. */
function only(sector: Uint8Array, focus: Focus | undefined): Uint8Array {
  if (!focus) return sector
  const bytes = new Uint8Array(sector.length)
  bytes.set(sector.subarray(focus.at, focus.at + focus.length), focus.at)
  return bytes
}

/** More of a structure than this is not compared with orphans; there is little that large. */
const shortened = ({ offset, length }: ByteRange): ByteRange => ({
  offset,
  length: Math.min(length, 4 * MIB),
})

function writesByEntry(
  { all }: WrittenIndex,
  session: number,
): ReadonlyMap<LogEntry, readonly Written[]> {
  const found = new Map<LogEntry, Written[]>()
  for (const write of all.writes) {
    if (write.session !== session) continue
    const list = found.get(write.entry)
    if (list) list.push(write)
    else found.set(write.entry, [write])
  }
  return found
}

const byEntry = ({ session, entry, index, sector }: Written): PlaceStepRow['by'] => ({
  kind: 'entry',
  session,
  position: entry.position,
  sequenceNumber: entry.header.sequenceNumber,
  descriptor: index,
  zeros: sector === undefined,
})
