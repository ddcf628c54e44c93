/** The key facts of an image in words, for one state. */

import { formatBytes, formatCount, formatHex } from '../../../engine/bytes/format.ts'
import { choiceWords } from '../../../engine/image/headers/choice-words.ts'
import type { Headers } from '../../../engine/image/headers/headers.ts'
import type { ImageReport, Inspection, State } from '../../../engine/inspect/inspection.ts'
import { entryCountWords } from '../../../engine/log/status-words.ts'

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

export const explainHeader = (headers: Headers): Fact => ({
  label: 'Current header',
  value: headers.current
    ? `${headers.current.copy}, at ${formatHex(headers.current.at.offset)}`
    : 'none',
  detail: choiceWords(headers),
})

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
  return {
    label,
    value: `${formatBytes(log.region.length)} at ${formatHex(log.region.offset)}`,
    detail: entryCountWords(log.entryCounts),
  }
}

export function factsOf(inspection: Inspection, state: State): readonly Fact[] {
  const { size, update, identity, headers } = inspection
  const shownSize = state === 'after' && update ? update.sizeAfter : size
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
