/** Where the log of a file may be whose headers do not say so: by its entries, at whole MiB, §2.3. */
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import { type Guid, NIL_GUID } from '../bytes/guid.ts'
import { isHeld } from '../bytes/held.ts'
import { takeTurn } from '../bytes/pace.ts'
import { endOf } from '../bytes/ranges.ts'
import { batFileOffsetMB } from '../format/bat-entry.ts'
import { isSectorBitmap } from '../format/bat-index.ts'
import { BAT_ENTRY_SIZE, MIB } from '../format/layout.ts'
import type { Bat } from '../image/bat/bat.ts'
import { UnitMap } from '../image/bat/unit-map.ts'
import { visitBat } from '../image/bat/visit-bat.ts'
import { scanLog } from '../log/scan.ts'
import { ENTRY_WORD } from '../log/signatures.ts'

/** So many MiB from the start of the file are looked at; no program puts its log further away. */
const SEARCHED = 256
/** Lengths that are tried, in MiB: that of every known program, then what the gap allows. */
const LENGTHS = [1, 2, 4, 8, 16, 32, 64]
/** The most LogGuids that are tried; a log that was used once more often than that proves nothing. */
const MAX_GUIDS = 16
/** Bytes that are scanned for that, in all: what takes more proves nothing. */
const MAX_SCANNED = 256 * MIB

/** What is known of a file whose log is looked for. */
export interface LogGround {
  readonly source: ByteSource
  readonly regions: readonly ByteRange[]
  readonly bat: Bat | undefined
}

export interface FoundLog {
  readonly region: ByteRange
  /** Entries that are whole, whoever wrote them. */
  readonly entries: number
  /** The one LogGuid whose entries make a complete sequence. */
  readonly proven: Guid | undefined
}

/** `undefined` where no entry begins at a MiB that nobody owns. */
export async function findLostLog(image: LogGround, run?: Run): Promise<FoundLog | undefined> {
  const { source } = image
  const owned = await ownedUnits(image, run)
  for (let unit = 1; unit < owned.count; unit++) {
    if (!owned.isFree(unit, 1) || (unit + 1) * MIB > source.size) continue
    await takeTurn(run)
    // A skeleton has everything that can be a log.
    if (!isHeld(source, { offset: unit * MIB, length: 4 })) continue
    const head = await source.read(unit * MIB, 4)
    if (new DataView(head.buffer, head.byteOffset).getUint32(0, true) !== ENTRY_WORD) continue
    return proveLog(image, { start: unit, end: endOfGap(owned, unit, source.size) }, run)
  }
  return undefined
}

/** A MiB of the file that nobody owns, for an empty log; behind the end of the file if there is none. */
export async function roomForLog(image: LogGround, run?: Run): Promise<number> {
  const owned = await ownedUnits(image, run)
  const whole = Math.floor(image.source.size / MIB)
  for (let unit = 1; unit < Math.min(whole, owned.count); unit++) {
    if (owned.isFree(unit, 1)) return unit * MIB
  }
  return Math.ceil(image.source.size / MIB) * MIB
}

function endOfGap(owned: UnitMap, start: number, size: number): number {
  let end = start + 1
  while (end < owned.count && owned.isFree(end, 1) && (end + 1) * MIB <= size) end++
  return end
}

async function proveLog(
  { source }: LogGround,
  gap: { readonly start: number; readonly end: number },
  run?: Run,
): Promise<FoundLog> {
  const most = gap.end - gap.start
  const lengths = [...LENGTHS.filter((length) => length < most), most]
  const at = (length: number): ByteRange => ({ offset: gap.start * MIB, length: length * MIB })
  let [entries, left] = [0, MAX_SCANNED]
  for (const length of lengths) {
    if (length * MIB > left || !isHeld(source, at(length))) break
    left -= length * MIB
    const region = at(length)
    const all = await scanLog(source, region, NIL_GUID, run)
    const whole = all.entries.filter(({ reasons }) => reasons.length === 0)
    const guids = [...new Set(whole.map(({ header }) => header.logGuid))].slice(0, MAX_GUIDS)
    left -= guids.length * length * MIB
    entries = Math.max(entries, whole.length)
    const complete: Guid[] = []
    for (const guid of guids) {
      if ((await scanLog(source, region, guid, run)).active) complete.push(guid)
    }
    const [proven, ...others] = complete
    if (proven !== undefined) {
      return { region, entries: whole.length, proven: others.length > 0 ? undefined : proven }
    }
  }
  return { region: at(1), entries, proven: undefined }
}

/** Of the first `SEARCHED` MiB, those in which a structure or a block lies. */
async function ownedUnits({ regions, bat, source }: LogGround, run?: Run): Promise<UnitMap> {
  const owned = new UnitMap(SEARCHED * MIB)
  owned.take(0, 1)
  for (const range of regions) {
    const start = Math.floor(range.offset / MIB)
    if (start < SEARCHED) owned.take(start, Math.ceil(endOf(range) / MIB) - start)
  }
  if (!bat) return owned
  const units = bat.geometry.blockSize / MIB
  await visitBat(source, bat, run, ({ view, first, end }) => {
    for (let index = first; index < end; index++) {
      const at = (index - first) * BAT_ENTRY_SIZE
      const unit = batFileOffsetMB(view.getUint32(at, true), view.getUint32(at + 4, true))
      // Whatever its state: what an entry names may be a block that was given back.
      if (unit > 0 && unit < SEARCHED)
        owned.take(unit, isSectorBitmap(bat.geometry, index) ? 1 : units)
    }
    return true
  })
  return owned
}
