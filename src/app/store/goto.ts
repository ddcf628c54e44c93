/** Goto: what a typed place means in the open file. Every form that is accepted is listed in `GOTO_FORMS`. */
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import { formatBytes, formatCount, formatHex } from '../../engine/bytes/format.ts'
import { BAT_ENTRY_SIZE, HEADER_OFFSETS, REGION_TABLE_OFFSETS } from '../../engine/format/layout.ts'
import type { Inspection, State } from '../../engine/inspect/inspection.ts'
import type { SessionActions } from './state.ts'

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

export const GOTO_FORMS: readonly { readonly form: string; readonly means: string }[] = [
  { form: '0x110000', means: 'a byte of the file' },
  { form: '36MiB', means: 'the same, in KiB, MiB, GiB or TiB' },
  { form: '+4096, -0x1000', means: 'from the selection' },
  { form: 'bat:17', means: 'an entry of the BAT' },
  { form: 'block:17', means: 'where a payload block lies in the file' },
  { form: 'lba:2048', means: 'where a sector of the virtual disk lies in the file' },
  { form: 'seq:4713', means: 'a log entry by its sequence number' },
  { form: 'log:0x5000', means: 'a place in the log' },
  { form: 'header:2, region:1', means: 'a header or region table' },
]

const UNITS: Readonly<Record<string, number>> = {
  '': 1,
  b: 1,
  k: 2 ** 10,
  kib: 2 ** 10,
  m: 2 ** 20,
  mib: 2 ** 20,
  g: 2 ** 30,
  gib: 2 ** 30,
  t: 2 ** 40,
  tib: 2 ** 40,
}

const no = (reason: string): GotoTarget => ({ ok: false, reason })

/** "0x1F", "1,024", "36 MiB", "1.5GiB" in bytes. `undefined` if it is no size, or above 2^53-1. */
export function readSize(text: string): number | undefined {
  const bare = text.trim().replaceAll(/[,_\s]/g, '')
  if (/^0x[0-9a-f]{1,14}$/i.test(bare)) return safe(Number.parseInt(bare.slice(2), 16))
  const match = /^(\d{1,16}(?:\.\d{1,6})?)([a-z]*)$/i.exec(bare)
  const unit = match && UNITS[(match[2] ?? '').toLowerCase()]
  return unit ? safe(Math.round(Number(match[1]) * unit)) : undefined
}

const safe = (value: number): number | undefined =>
  Number.isSafeInteger(value) ? value : undefined

function offsetTarget(offset: number | undefined, { inspection }: GotoContext): GotoTarget {
  if (offset === undefined) return no('This is not a place in a file.')
  const size = inspection.replay?.sizeAfter ?? inspection.size
  if (offset < 0 || offset >= Math.max(size, inspection.size)) {
    return no(`The file ends at ${formatHex(inspection.size)} (${formatBytes(inspection.size)}).`)
  }
  return { ok: true, range: { offset, length: 1 } }
}

const imageOf = ({ inspection, reading }: GotoContext) =>
  (reading === 'after' ? inspection.after : undefined) ?? inspection.before

function batTarget(index: number | undefined, context: GotoContext): GotoTarget {
  const { bat, geometry } = imageOf(context)
  if (!bat || !geometry) return no('This file has no BAT that can be read.')
  if (index === undefined || index >= geometry.batEntries) {
    return no(`The BAT has entries 0 to ${formatCount(geometry.batEntries - 1)}.`)
  }
  const range = { offset: bat.offset + index * BAT_ENTRY_SIZE, length: BAT_ENTRY_SIZE }
  return { ok: true, range }
}

/** The byte `at` of the virtual disk, found through its BAT entry. */
async function diskTarget(
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
  const page = await context.call('readBat', {
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

function sectorTarget(lba: number | undefined, context: GotoContext): Promise<GotoTarget> {
  const geometry = imageOf(context).geometry
  const byte = lba === undefined || !geometry ? undefined : safe(lba * geometry.logicalSectorSize)
  const size = geometry?.blockSize ?? 1
  const block = byte === undefined ? undefined : Math.floor(byte / size)
  return diskTarget(block, (byte ?? 0) % size, context)
}

function sequenceTarget(text: string, { inspection: { log } }: GotoContext): GotoTarget {
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

function logTarget(position: number | undefined, { inspection: { log } }: GotoContext): GotoTarget {
  if (!log) return no('There is no log that can be read.')
  if (position === undefined || position >= log.region.length) {
    return no(`The log has ${formatBytes(log.region.length)}.`)
  }
  return { ok: true, range: { offset: log.region.offset + position, length: 1 } }
}

const copyTarget = (offset: number | undefined, context: GotoContext): GotoTarget =>
  offset === undefined ? no('There are copies 1 and 2.') : offsetTarget(offset, context)

export async function readGoto(typed: string, context: GotoContext): Promise<GotoTarget> {
  const text = typed.trim()
  const [, name = '', rest = ''] = /^([a-z]+)\s*:\s*(.*)$/i.exec(text) ?? []
  switch (name.toLowerCase()) {
    case 'bat':
      return batTarget(readSize(rest), context)
    case 'block':
      return diskTarget(readSize(rest), 0, context)
    case 'lba':
      return sectorTarget(readSize(rest), context)
    case 'seq':
      return sequenceTarget(rest.replaceAll(/[,_\s]/g, ''), context)
    case 'log':
      return logTarget(readSize(rest), context)
    case 'header':
      return copyTarget(HEADER_OFFSETS[Number(rest) - 1], context)
    case 'region':
      return copyTarget(REGION_TABLE_OFFSETS[Number(rest) - 1], context)
    case '':
      break
    default:
      return no(`“${name}:” is not a place that is known here.`)
  }
  const sign = /^[+-]/.exec(text)?.[0]
  if (sign === undefined) return offsetTarget(readSize(text), context)
  const distance = readSize(text.slice(1))
  const from = context.selection?.offset ?? 0
  return offsetTarget(
    distance === undefined ? undefined : from + (sign === '-' ? -distance : distance),
    context,
  )
}
