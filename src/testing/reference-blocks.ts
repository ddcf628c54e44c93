/** What §2.4 and §2.5 say about the blocks of a small disk, word by word and as slow as it likes. */
import type { ByteRange } from '../engine/bytes/byte-source.ts'
import { endOf, overlaps } from '../engine/bytes/ranges.ts'
import { MIB } from '../engine/format/layout.ts'
import type { BatEntry } from '../engine/image/bat/bat.ts'
import type { Geometry } from '../engine/image/metadata/geometry.ts'

/** Log, metadata and BAT lie at 1, 2 and 3 MiB. */
export interface Entries {
  /** Of the table, and some that the disk does not need. */
  readonly all: readonly BatEntry[]
  readonly targets: readonly ByteRange[]
  readonly fileSize: number
  readonly geometry: Geometry
}

const LOG = { offset: MIB, length: MIB }
const TABLES = { offset: 2 * MIB, length: 2 * MIB }

const isOfDisk = (entry: BatEntry, { geometry }: Entries): boolean =>
  entry.index < geometry.batEntries &&
  (entry.kind === 'sector-bitmap' || entry.block < geometry.payloadBlocks)

const isPresent = ({ state }: BatEntry): boolean =>
  state === 'fully-present' || state === 'partially-present' || state === 'present'

const sizeOf = ({ kind }: BatEntry, { geometry }: Entries): number =>
  kind === 'payload' ? geometry.blockSize : MIB

const rangeOf = (entry: BatEntry, given: Entries): ByteRange => ({
  offset: entry.fileOffsetMB * MIB,
  length: sizeOf(entry, given),
})

/** "rule index" for all that is wrong with entries and the places of their blocks. */
export function blockFindings(given: Entries): readonly string[] {
  const entries = given.all.filter((entry) => isOfDisk(entry, given))
  const unused = entries.filter(
    ({ state, fileOffsetMB }) => ['not-present', 'zero'].includes(state) && fileOffsetMB > 0,
  )
  return [
    ...given.all.flatMap((entry) => entryFindings(entry, given)),
    ...entries.filter(isPresent).flatMap((entry) => placeFindings(entry, given)),
    ...unused.slice(0, 1).map(({ index }) => `bat.offset-unused ${index}`),
  ]
}

function entryFindings(entry: BatEntry, given: Entries): readonly string[] {
  const { index, state, fileOffsetMB, reserved } = entry
  if (!isOfDisk(entry, given)) {
    const isEmpty = state === 'not-present' && fileOffsetMB === 0 && reserved === 0
    return isEmpty ? [] : [`bat.entry-beyond-disk ${index}`]
  }
  const found: string[] = []
  const isChild = given.geometry.kind === 'differencing'
  if (reserved > 0) found.push('bat.reserved-nonzero')
  if (entry.kind === 'sector-bitmap') {
    if (state.startsWith('reserved')) found.push('bat.bitmap-state')
    if (state === 'present' && !isChild) found.push('bat.bitmap-without-parent')
  } else {
    if (state.startsWith('reserved')) found.push('bat.state-reserved')
    if (state === 'partially-present' && !isChild) found.push('bat.partial-without-parent')
    if (state === 'partially-present' && isChild) {
      const bitmap = given.all.find((e) => e.index > index && e.kind === 'sector-bitmap')
      if (bitmap?.state !== 'present') found.push('bat.partial-without-bitmap')
    }
  }
  return found.map((rule) => `${rule} ${index}`)
}

function placeFindings(entry: BatEntry, given: Entries): readonly string[] {
  const { index, kind } = entry
  if (entry.fileOffsetMB === 0) return [`bat.offset-zero ${index}`]
  const at = rangeOf(entry, given)
  if (at.offset >= given.fileSize) return [`bat.block-beyond-end ${index}`]

  const found: string[] = []
  const { blockSize, virtualDiskSize } = given.geometry
  const left = kind === 'payload' ? virtualDiskSize - entry.block * blockSize : MIB
  if (at.offset + Math.min(at.length, left) > given.fileSize) found.push('bat.block-cut')
  const isWritten = given.targets.some((target) => overlaps(target, at))
  if (kind === 'payload' && isWritten) found.push('replay.targets-payload')

  const earlier = given.all
    .filter((other) => other.index < index && isOfDisk(other, given) && isPresent(other))
    .map((other) => rangeOf(other, given))
    .filter(({ offset }) => offset > 0)
  const inFile = { offset: at.offset, length: Math.min(endOf(at), given.fileSize) - at.offset }
  if (overlaps(at, LOG)) found.push('log.overlaps-block')
  if (overlaps(at, TABLES)) found.push('bat.block-in-structure')
  if (!overlaps(at, LOG) && !overlaps(at, TABLES)) {
    if (earlier.some(({ offset }) => offset === at.offset)) found.push('bat.block-shared')
    else if (earlier.some((other) => overlaps(other, inFile))) found.push('bat.block-overlap')
  }
  return found.map((rule) => `${rule} ${index}`)
}

/** How many entries of the disk are in each state. */
export function censusIn(given: Entries) {
  const payload: Record<string, number> = {}
  const sectorBitmap: Record<string, number> = {}
  for (const entry of given.all.filter((each) => isOfDisk(each, given))) {
    const counts = entry.kind === 'payload' ? payload : sectorBitmap
    counts[entry.state] = (counts[entry.state] ?? 0) + 1
  }
  return { payload, sectorBitmap }
}

/** Whole MiB that belong to nothing, and in which no entry that may remember a place has one. */
export function freeIn(given: Entries): readonly ByteRange[] {
  const owned = given.all
    .filter(
      (entry) =>
        entry.fileOffsetMB > 0 &&
        !(isOfDisk(entry, given) && ['not-present', 'zero'].includes(entry.state)),
    )
    .map((entry) =>
      isOfDisk(entry, given)
        ? rangeOf(entry, given)
        : { offset: entry.fileOffsetMB * MIB, length: given.geometry.blockSize },
    )
  const free: ByteRange[] = []
  for (let offset = 4 * MIB; offset < given.fileSize; offset += MIB) {
    const unit = { offset, length: Math.min(MIB, given.fileSize - offset) }
    if (owned.some((each) => overlaps(each, unit))) continue
    const last = free.at(-1)
    if (last && endOf(last) === offset) {
      free[free.length - 1] = { offset: last.offset, length: last.length + unit.length }
    } else free.push(unit)
  }
  return free.filter(({ length }) => length >= MIB)
}
