/** Paths of parents blanked, with the same lengths: in the metadata, and in what the log still has of them, of any age. */
import type { ByteRange, ByteSource, Run } from '../bytes/byte-source.ts'
import { crc32c } from '../bytes/hash/crc32c.ts'
import { combineCrc32c } from '../bytes/hash/crc32c-combine.ts'
import { takeTurn } from '../bytes/pace.ts'
import { clipRange, endOf, overlaps } from '../bytes/ranges.ts'
import { type Refused, refused } from '../bytes/refused.ts'
import { fieldRange } from '../bytes/struct.ts'
import { LOG_SECTOR_SIZE, MIB } from '../format/layout.ts'
import { dataDescriptor, dataSector, logEntryHeader, restoreSector } from '../format/log-entry.ts'
import type { Image } from '../image/image.ts'
import { findLogRegion } from '../image/log-region.ts'
import { PATH_KEYS } from '../image/metadata/read-parent-locator.ts'
import type { Inspected } from '../inspect/inspect.ts'
import { descriptorBatches } from '../log/descriptors.ts'
import type { LogDescriptor, LogEntry, LogScan } from '../log/log.ts'
import { readRing } from '../log/ring.ts'
import { scanLog } from '../log/scan.ts'
import { preview } from '../update/preview.ts'
import type { Step } from '../update/step.ts'
import { Blanker, holdsLocator, locatorTableSize, putText } from './blank-text.ts'

/**
 * The file with these steps names no parent’s path: on disk, after its replay, and in what is left of the log. The
 * checksums of its entries are right again where they were.
 */
export async function blankingSteps(
  inspected: Inspected,
  run?: Run,
): Promise<{ readonly ok: true; readonly steps: readonly Step[] } | Refused> {
  const { before, update } = inspected
  const images = [before, ...(update ? [update.after] : [])]
  const regions = images.flatMap(({ metadata }) => metadata?.region ?? [])
  const locators = images.flatMap(({ metadata }) => metadata?.parentLocator ?? [])
  const tables = locators.map(({ at, pairs }) => ({
    offset: at.offset,
    length: locatorTableSize(pairs.length),
  }))
  const places: Places = {
    blanker: new Blanker(),
    source: before.source,
    regions,
    locators: locators.map(({ at }) => at),
    tables,
  }
  const steps: Step[] = [
    ...(await inMetadata(places, run)),
    ...(await valuesOnDisk(places, before)),
  ]
  for (const scan of await logsOf(inspected, run)) {
    const changed = await inLog(places, scan, run)
    steps.push(...changed, ...(await checksums(before.source, scan, changed, run)))
  }
  return steps.length > MAX_STEPS ? TOO_MANY : { ok: true, steps }
}

/** Nobody has relinked a child so often. */
const MAX_STEPS = 2 ** 14
const TOO_MANY = refused('Its log holds too many paths to blank them all.')

/** Where locators are, or may have been. */
interface Places {
  readonly blanker: Blanker
  readonly source: ByteSource
  readonly regions: readonly ByteRange[]
  readonly locators: readonly ByteRange[]
  /** At the beginning of each: offsets and lengths of its text. */
  readonly tables: readonly ByteRange[]
}

/** The tables as they lie in a sector. */
const inSector = (tables: readonly ByteRange[], sector: ByteRange): readonly ByteRange[] =>
  tables
    .filter((table) => overlaps(table, sector))
    .map(({ offset, length }) => ({ offset: offset - sector.offset, length }))

const write = (offset: number, bytes: Uint8Array): Step => ({
  kind: 'write',
  offset,
  content: { kind: 'bytes', bytes },
  cause: { kind: 'edit' },
})

/** Sector by sector, as the log has them, so that what is the same there and here remains so. */
async function inMetadata(places: Places, run?: Run): Promise<Step[]> {
  const { blanker, source, regions, locators, tables } = places
  const steps: Step[] = []
  for (const region of regions) {
    const { offset, length } = clipRange(region, { offset: 0, length: source.size })
    for (let at = offset; at < offset + length; at += LOG_SECTOR_SIZE) {
      if (steps.length > MAX_STEPS) return steps
      if ((at - offset) % MIB === 0) await takeTurn(run)
      const sector = { offset: at, length: Math.min(LOG_SECTOR_SIZE, offset + length - at) }
      const bytes = await source.read(sector.offset, sector.length)
      const isWanted = locators.some((each) => overlaps(each, sector)) || holdsLocator(bytes)
      const blanked = isWanted ? blanker.blankSector(bytes, inSector(tables, sector)) : undefined
      if (blanked) steps.push(write(at, blanked))
    }
  }
  return steps
}

/** Whatever their text is: here it is known where it stands. */
async function valuesOnDisk({ blanker }: Places, { source, metadata }: Image): Promise<Step[]> {
  const steps: Step[] = []
  for (const { key, valueAt } of metadata?.parentLocator?.pairs ?? []) {
    if (!PATH_KEYS.some((each) => each === key)) continue
    const bytes = await source.read(valueAt.offset, valueAt.length)
    const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.length)
    let text = ''
    for (let at = 0; at + 1 < bytes.length; at += 2) {
      text += String.fromCharCode(view.getUint16(at, true))
    }
    putText(bytes, 0, blanker.blank(text))
    steps.push(write(valueAt.offset, bytes))
  }
  return steps
}

/** The log of either header. */
async function logsOf({ before, scan }: Inspected, run?: Run): Promise<readonly LogScan[]> {
  const { source, headers } = before
  const scans = scan ? [scan] : []
  for (const copy of headers.copies) {
    const { region } = findLogRegion(copy, source.size)
    const logGuid = copy.values?.logGuid
    if (!region || logGuid === undefined) continue
    if (scans.some((known) => overlaps(known.region, region))) continue
    scans.push(await scanLog(source, region, logGuid, run))
  }
  return scans
}

const MIDDLE = fieldRange(dataSector, 'data', 0)
const LEADING = fieldRange(dataDescriptor, 'leadingBytes', 0)
const TRAILING = fieldRange(dataDescriptor, 'trailingBytes', 0)

type DataDescriptor = Extract<LogDescriptor, { kind: 'data' }>

async function inLog(places: Places, scan: LogScan, run?: Run): Promise<Step[]> {
  const { blanker, source } = places
  const { region } = scan
  const steps: Step[] = []
  const seen = new Set<number>()
  for (const entry of scan.entries) {
    if (steps.length > MAX_STEPS) return steps
    for await (const batch of descriptorBatches(source, region, entry)) {
      await takeTurn(run)
      for (const descriptor of batch) {
        if (descriptor.kind !== 'data' || descriptor.sectorAt === undefined) continue
        seen.add(descriptor.sectorAt)
        steps.push(...(await inData(places, descriptor, descriptor.sectorAt)))
      }
    }
    markEntry(seen, scan, entry)
  }
  // What no entry has any more.
  for (let at = region.offset; at < endOf(region); at += LOG_SECTOR_SIZE) {
    if ((at - region.offset) % MIB === 0) await takeTurn(run)
    if (steps.length > MAX_STEPS) return steps
    if (seen.has(at)) continue
    const middle = await source.read(at + MIDDLE.offset, MIDDLE.length)
    const blanked = holdsLocator(middle) ? blanker.blankSector(middle) : undefined
    if (blanked) steps.push(write(at + MIDDLE.offset, blanked))
  }
  return steps
}

/** Its header and descriptors hold no text. */
function markEntry(seen: Set<number>, { region }: LogScan, { position }: LogEntry): void {
  seen.add(region.offset + position)
}

async function inData(
  { blanker, source, locators, tables }: Places,
  descriptor: DataDescriptor,
  sectorAt: number,
): Promise<readonly Step[]> {
  const restored = restoreSector(await source.read(sectorAt, LOG_SECTOR_SIZE), descriptor)
  const offset = Number(descriptor.fileOffset)
  const target = { offset, length: LOG_SECTOR_SIZE }
  const isOfLocator = locators.some((each) => overlaps(each, target)) || holdsLocator(restored)
  const blanked = isOfLocator ? blanker.blankSector(restored, inSector(tables, target)) : undefined
  if (!blanked) return []
  const { at } = descriptor
  const last = LOG_SECTOR_SIZE - TRAILING.length
  return [
    write(sectorAt + MIDDLE.offset, blanked.subarray(MIDDLE.offset, last)),
    write(at + LEADING.offset, blanked.subarray(0, LEADING.length)),
    write(at + TRAILING.offset, blanked.subarray(last)),
  ]
}

const CHECKSUM = fieldRange(logEntryHeader, 'checksum', 0)

/** Of entries that were right, and are changed. */
async function checksums(
  source: ByteSource,
  { region, entries }: LogScan,
  changed: readonly Step[],
  run?: Run,
): Promise<readonly Step[]> {
  if (changed.length === 0) return []
  const blanked = preview(source, changed)
  const steps: Step[] = []
  for (const { position, length, checksum } of entries) {
    if (checksum.stored !== checksum.computed) continue
    let crc: number | undefined
    for (let done = 0; done < length; done += MIB) {
      await takeTurn(run)
      const part = Math.min(MIB, length - done)
      const at = (position + done) % region.length
      const bytes = await readRing(blanked, region, at, part)
      if (done === 0) bytes.fill(0, CHECKSUM.offset, endOf(CHECKSUM))
      const next = crc32c(bytes)
      crc = crc === undefined ? next : combineCrc32c(crc, next, part)
    }
    if (crc === undefined || crc === checksum.stored) continue
    const bytes = new Uint8Array(CHECKSUM.length)
    new DataView(bytes.buffer).setUint32(0, crc, true)
    steps.push(write(region.offset + position + CHECKSUM.offset, bytes))
  }
  return steps
}
