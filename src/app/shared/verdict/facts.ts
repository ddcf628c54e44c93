/** The key facts of an image in words, for one state. */
import { formatBytes, formatCount, formatHex, plural } from '../../../engine/bytes/format.ts'
import type { Headers } from '../../../engine/image/headers/headers.ts'
import type { ImageReport, Inspection, State } from '../../../engine/inspect/inspection.ts'

export interface Fact {
  readonly label: string
  readonly value: string
  /** Said behind the value, less prominently. */
  readonly detail?: string | undefined
  /** The value is text out of the file. */
  readonly untrusted?: boolean
  /** In the font of the data. */
  readonly data?: boolean
}

const KINDS = { fixed: 'fixed', dynamic: 'dynamic', differencing: 'differencing (a child disk)' }

export const imageOf = (inspection: Inspection, state: State): ImageReport =>
  (state === 'after' ? inspection.after : undefined) ?? inspection.before

const sizeFact = (label: string, size: number | bigint): Fact => ({
  label,
  value: formatBytes(size),
  detail: size < 1024 ? undefined : `${formatCount(size)} bytes`,
})

export function explainHeader({ copies, current, choice }: Headers): Fact {
  const label = 'Current header'
  if (!current) {
    const detail =
      choice === 'none-valid'
        ? 'neither copy is valid'
        : 'both are valid, differ, and have the same sequence number'
    return { label, value: 'none', detail }
  }
  const number = current.values?.sequenceNumber
  const other = copies[current.copy === 1 ? 1 : 0].values?.sequenceNumber
  const value = `${current.copy}, at ${formatHex(current.at.offset)}`
  switch (choice) {
    case 'only-valid':
      return { label, value, detail: 'the other copy is not valid' }
    case 'identical':
      return { label, value, detail: 'both copies are the same' }
    default:
      return { label, value, detail: `sequence number ${number}, the other has ${other}` }
  }
}

function diskFacts({ geometry, metadata, census }: ImageReport): readonly Fact[] {
  const size = geometry?.virtualDiskSize ?? metadata?.virtualDiskSize
  const facts: Fact[] = []
  if (size !== undefined) {
    facts.push(sizeFact('Virtual size', size))
  }
  if (geometry) {
    facts.push(
      { label: 'Kind', value: KINDS[geometry.kind] },
      {
        label: 'Blocks',
        value: `${formatCount(geometry.payloadBlocks)} × ${formatBytes(geometry.blockSize)}`,
        detail: census && `${formatCount(census.payload['fully-present'] ?? 0)} fully present`,
      },
      {
        label: 'Sectors',
        value: `${geometry.logicalSectorSize} bytes logical, ${geometry.physicalSectorSize} physical`,
      },
    )
  }
  if (metadata?.virtualDiskId !== undefined) {
    facts.push({ label: 'Virtual disk ID', value: metadata.virtualDiskId, data: true })
  }
  return facts
}

function logFact({ log, headers }: Inspection): Fact | undefined {
  const label = 'Log'
  if (!log) {
    const current = headers.current?.values
    if (!current) return undefined
    const value = `${formatBytes(current.logLength)} at ${formatHex(current.logOffset)}`
    return { label, value, detail: 'not read: it cannot be where the header says' }
  }
  const { active, superseded, stale, invalid } = log.entryCounts
  const counts = [
    [active, 'active'],
    [superseded, 'superseded'],
    [stale, 'stale'],
    [invalid, 'invalid'],
  ] as const
  const found = counts.filter(([count]) => count > 0)
  return {
    label,
    value: `${formatBytes(log.region.length)} at ${formatHex(log.region.offset)}`,
    detail:
      found.length === 0
        ? 'no entries'
        : `${plural(active + superseded + stale + invalid, 'entry', 'entries')}: ${found
            .map(([count, status]) => `${formatCount(count)} ${status}`)
            .join(', ')}`,
  }
}

export function factsOf(inspection: Inspection, state: State): readonly Fact[] {
  const { size, replay, identity, headers } = inspection
  const shownSize = state === 'after' && replay ? replay.sizeAfter : size
  const creator = identity.values?.creator
  const log = logFact(inspection)
  const foreign = inspection.outcome === 'not-vhdx'
  return [
    ...diskFacts(imageOf(inspection, state)),
    sizeFact('File size', shownSize),
    ...(creator && !foreign ? [{ label: 'Created by', value: creator, untrusted: true }] : []),
    ...(foreign ? [] : [explainHeader(headers)]),
    ...(log ? [log] : []),
  ]
}
