/** What the places that can be typed into the goto box mean in the open file. */
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { formatBytes, formatCount, formatHex } from '../../../engine/bytes/format.ts'
import { BAT_ENTRY_SIZE } from '../../../engine/format/layout.ts'
import type { Inspection, State } from '../../../engine/inspect/inspection.ts'
import type { SessionActions } from '../state.ts'
import { safe } from './read-size.ts'

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
  | { readonly ok: false; readonly reason: string }

export const no = (reason: string): GotoTarget => ({ ok: false, reason })

export function offsetTarget(
  offset: number | undefined,
  { inspection, reading }: GotoContext,
): GotoTarget {
  if (offset === undefined) return no('This is not a place in a file.')
  const size = (reading === 'after' && inspection.replay?.sizeAfter) || inspection.size
  if (offset < 0 || offset >= size) {
    return no(`The file ends at ${formatHex(size)} (${formatBytes(size)}).`)
  }
  return { ok: true, range: { offset, length: 1 } }
}

const imageOf = ({ inspection, reading }: GotoContext) =>
  (reading === 'after' ? inspection.after : undefined) ?? inspection.before

export function batTarget(index: number | undefined, context: GotoContext): GotoTarget {
  const { bat, geometry } = imageOf(context)
  if (!bat || !geometry) return no('This file has no BAT that can be read.')
  if (index === undefined || index >= geometry.batEntries) {
    return no(`The BAT has entries 0 to ${formatCount(geometry.batEntries - 1)}.`)
  }
  const range = { offset: bat.offset + index * BAT_ENTRY_SIZE, length: BAT_ENTRY_SIZE }
  return { ok: true, range }
}

/** The byte `at` of the virtual disk, found through its BAT entry. */
export async function diskTarget(
  block: number | undefined,
  within: number,
  context: GotoContext,
): Promise<GotoTarget> {
  const { geometry } = imageOf(context)
  if (!geometry) return no('The geometry of this disk cannot be read.')
  if (block === undefined || block >= geometry.payloadBlocks) {
    return no(`The disk has blocks 0 to ${formatCount(geometry.payloadBlocks - 1)}.`)
  }
  const index = block + Math.floor(block / geometry.chunkRatio)
  const page = await context.call('blocks.rows', {
    state: context.reading,
    start: index,
    count: 1,
    sort: 'index',
  })
  const entry = page.rows[0]?.entry
  if (!entry || entry.index !== index) return no(`BAT[${index}] cannot be read.`)
  if (entry.state !== 'fully-present' && entry.state !== 'partially-present') {
    return no(`Block ${formatCount(block)} is ${entry.state}: it has no bytes in this file.`)
  }
  return offsetTarget(entry.fileOffsetMB * 2 ** 20 + within, context)
}

export function sectorTarget(lba: number | undefined, context: GotoContext): Promise<GotoTarget> {
  const geometry = imageOf(context).geometry
  const byte = lba === undefined || !geometry ? undefined : safe(lba * geometry.logicalSectorSize)
  const size = geometry?.blockSize ?? 1
  const block = byte === undefined ? undefined : Math.floor(byte / size)
  return diskTarget(block, (byte ?? 0) % size, context)
}

export function sequenceTarget(text: string, { inspection: { log } }: GotoContext): GotoTarget {
  if (!log) return no('There is no log that can be read.')
  if (!/^\d{1,20}$/.test(text)) return no('A sequence number has digits only.')
  const wanted = BigInt(text)
  for (const run of log.sequences) {
    const steps = wanted - run.firstSequenceNumber
    if (steps < 0n || steps >= BigInt(run.positions.length)) continue
    const position = run.positions[Number(steps)]
    if (position === undefined) continue
    const range = { offset: log.region.offset + position, length: 64 }
    return { ok: true, range, entryPosition: position }
  }
  return no(`No valid log entry of this LogGuid has sequence number ${text}.`)
}

export function logTarget(
  position: number | undefined,
  { inspection: { log } }: GotoContext,
): GotoTarget {
  if (!log) return no('There is no log that can be read.')
  if (position === undefined || position >= log.region.length) {
    return no(`The log has ${formatBytes(log.region.length)}.`)
  }
  return { ok: true, range: { offset: log.region.offset + position, length: 1 } }
}

export const copyTarget = (offset: number | undefined, context: GotoContext): GotoTarget =>
  offset === undefined ? no('There are copies 1 and 2.') : offsetTarget(offset, context)
