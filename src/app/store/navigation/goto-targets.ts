/** What the places that can be typed into the goto box mean in the open file. */

import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { formatBytes, formatCount, formatHex } from '../../../engine/bytes/format.ts'
import { readSize } from '../../../engine/bytes/parse-size.ts'
import { readWhole } from '../../../engine/bytes/parse-whole.ts'
import { type Refused, refused } from '../../../engine/bytes/refused.ts'
import { blockIndex } from '../../../engine/format/bat-index.ts'
import { BAT_ENTRY_SIZE } from '../../../engine/format/layout.ts'
import type { Inspection, State } from '../../../engine/inspect/inspection.ts'
import type { SessionActions } from '../session/session-state.ts'
import { readIndex } from './read-index.ts'

export interface GotoContext {
  readonly inspection: Inspection
  readonly reading: State
  readonly selection: ByteRange | undefined
  readonly call: SessionActions['call']
}

export type GotoTarget =
  | {
      readonly ok: true
      readonly range: ByteRange
      /** The log entry that is meant, by position: shown on the Log screen. */
      readonly entryPosition?: number | undefined
    }
  | Refused

export function offsetTarget(
  offset: number | bigint | undefined,
  { inspection, reading }: GotoContext,
): GotoTarget {
  if (offset === undefined) {
    return refused('This is not a place in a file, such as 0x110000 or 36MiB.')
  }
  const size = (reading === 'after' && inspection.update?.sizeAfter) || inspection.size
  if (offset < 0 || offset >= size) {
    return refused(`The file ends at ${formatHex(size)} (${formatBytes(size)}).`)
  }
  return { ok: true, range: { offset: Number(offset), length: 1 } }
}

type Geometry = NonNullable<Inspection['before']['geometry']>

const imageOf = ({ inspection, reading }: GotoContext) =>
  (reading === 'after' ? inspection.after : undefined) ?? inspection.before

export function batTarget(text: string, context: GotoContext): GotoTarget {
  const { bat, geometry } = imageOf(context)
  if (!bat || !geometry) return refused('This file has no BAT that can be read.')
  const { batEntries } = geometry
  const read = readIndex(text, batEntries, `The BAT has entries ${upTo(batEntries)}.`)
  if (!read.ok) return read
  const range = { offset: bat.offset + read.index * BAT_ENTRY_SIZE, length: BAT_ENTRY_SIZE }
  return { ok: true, range }
}

const upTo = (count: number): string => `0 to ${formatCount(count - 1)}`

const NO_GEOMETRY = refused('The geometry of this disk cannot be read.')

export async function blockTarget(text: string, context: GotoContext): Promise<GotoTarget> {
  const { geometry } = imageOf(context)
  if (!geometry) return NO_GEOMETRY
  const { payloadBlocks } = geometry
  const read = readIndex(text, payloadBlocks, `The disk has blocks ${upTo(payloadBlocks)}.`)
  return read.ok ? diskTarget(read.index, 0, geometry, context) : read
}

export async function sectorTarget(text: string, context: GotoContext): Promise<GotoTarget> {
  const { geometry } = imageOf(context)
  if (!geometry) return NO_GEOMETRY
  const { virtualDiskSize, logicalSectorSize, blockSize } = geometry
  const sectors = Math.ceil(virtualDiskSize / logicalSectorSize)
  const read = readIndex(text, sectors, `The disk has sectors ${upTo(sectors)}.`)
  if (!read.ok) return read
  const byte = read.index * logicalSectorSize
  return diskTarget(Math.floor(byte / blockSize), byte % blockSize, geometry, context)
}

/** A byte of a block of the virtual disk, found through its BAT entry. */
async function diskTarget(
  block: number,
  within: number,
  geometry: Pick<Geometry, 'chunkRatio'>,
  context: GotoContext,
): Promise<GotoTarget> {
  const index = blockIndex(geometry, block)
  const page = await context.call('blocks.rows', {
    state: context.reading,
    start: index,
    count: 1,
    sort: 'index',
  })
  const entry = page.rows[0]?.entry
  if (!entry || entry.index !== index) return refused(`BAT[${index}] cannot be read.`)
  if (entry.state !== 'fully-present' && entry.state !== 'partially-present') {
    return refused(`Block ${formatCount(block)} is ${entry.state}: it has no bytes in this file.`)
  }
  return offsetTarget(entry.fileOffsetMB * 2 ** 20 + within, context)
}

export function sequenceTarget(text: string, { inspection: { log } }: GotoContext): GotoTarget {
  if (!log) return refused('There is no log that can be read.')
  const wanted = readWhole(text)
  if (wanted === undefined)
    return refused('A sequence number is a whole number: it has digits only.')
  for (const run of log.sequences) {
    const steps = wanted - run.firstSequenceNumber
    if (steps < 0n || steps >= BigInt(run.positions.length)) continue
    const position = run.positions[Number(steps)]
    if (position === undefined) continue
    const range = { offset: log.region.offset + position, length: 64 }
    return { ok: true, range, entryPosition: position }
  }
  return refused(`No valid log entry of this LogGuid has sequence number ${wanted}.`)
}

export function logTarget(text: string, { inspection: { log } }: GotoContext): GotoTarget {
  if (!log) return refused('There is no log that can be read.')
  const position = readSize(text)
  if (position === undefined)
    return refused('This is not a place in the log, such as 0x5000 or 4KiB.')
  if (position >= log.region.length)
    return refused(`The log has ${formatBytes(log.region.length)}.`)
  return { ok: true, range: { offset: log.region.offset + Number(position), length: 1 } }
}

/** One of two copies, which are counted from 1. */
export function copyTarget(
  text: string,
  offsets: readonly number[],
  context: GotoContext,
): GotoTarget {
  const offset = offsets[Number(readWhole(text) ?? 0n) - 1]
  return offset === undefined ? refused('There are copies 1 and 2.') : offsetTarget(offset, context)
}
