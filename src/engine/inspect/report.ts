/** The report, version 1: the answer about a file as JSON. `public/report-v1.schema.json` describes it. */
import { formatHex } from '../bytes/format.ts'
import type { ChainReport } from '../chain/chain-report.ts'
import { messageOf, type StatedFinding, severityOf } from '../findings/finding.ts'
import { rules } from '../findings/rules.ts'
import type { HeaderCopy } from '../image/headers.ts'
import type { RegionTables } from '../image/region-tables.ts'
import type { LogEntry, LogScan } from '../log/log.ts'
import { type WriteStep, writeRange } from '../update/step.ts'
import { chainJson } from './chain-json.ts'
import type { Inspected, Replay } from './inspect.ts'
import type { Change, ImageReport } from './inspection.ts'
import { metadataReport } from './metadata-report.ts'

/** What the engine cannot know: it has no clock and no file names. */
export interface ReportFacts {
  readonly toolVersion: string
  /** ISO 8601, UTC. */
  readonly made: string
  readonly fileName: string
}

/** A value that `JSON.stringify` takes as it is: no bigint, no bytes, no undefined. */
export type Json =
  | string
  | number
  | boolean
  | null
  | readonly Json[]
  | { readonly [key: string]: Json }

const crc = (value: number): string => formatHex(value, 8)

/**
 * The report of an inspection. 64-bit values from the disk are decimal strings, so that no reader of
 * JSON can round them. The census is part of it only after `surveyBlocks`, and `chain` only where it
 * is given.
 */
export function makeReport(inspected: Inspected, facts: ReportFacts, chain?: ChainReport): Json {
  const { inspection, scan, replay } = inspected
  return {
    format: 'vhdx-inspector-report',
    version: 1,
    tool: { name: 'vhdx-inspector', version: facts.toolVersion },
    made: facts.made,
    file: { name: facts.fileName, size: inspection.size },
    outcome: inspection.outcome,
    findings: inspection.findings.map(findingReport),
    headers: inspection.headers.copies.map(headerReport),
    log: scan ? logReport(scan) : null,
    replay: replay ? replayReport(replay) : null,
    before: imageReport(inspection.before),
    after: inspection.after ? imageReport(inspection.after) : null,
    ...(chain && { chain: chainJson(chain) }),
  }
}

function findingReport(found: StatedFinding): Json {
  const rule = rules[found.rule]
  return {
    rule: found.rule,
    severity: severityOf(found),
    section: rule.section,
    title: rule.title,
    message: messageOf(found),
    state: found.state,
    counts: found.counts,
    at: { offset: found.at.offset, length: found.at.length },
    values: Object.fromEntries(
      Object.entries(found.values).map(([name, value]) => [
        name,
        typeof value === 'bigint' ? value.toString() : value,
      ]),
    ),
  }
}

function headerReport({ copy, at, values, ...found }: HeaderCopy): Json {
  return {
    copy,
    offset: at.offset,
    valid: found.valid,
    current: found.current,
    signature: found.signature,
    ...(found.checksum && {
      checksum: { stored: crc(found.checksum.stored), computed: crc(found.checksum.computed) },
    }),
    ...(values && {
      sequenceNumber: values.sequenceNumber.toString(),
      fileWriteGuid: values.fileWriteGuid,
      dataWriteGuid: values.dataWriteGuid,
      logGuid: values.logGuid,
      logVersion: values.logVersion,
      version: values.version,
      logLength: values.logLength,
      logOffset: values.logOffset.toString(),
    }),
  }
}

function logReport({ region, guid, entries, sequences, active }: LogScan): Json {
  return {
    offset: region.offset.toString(),
    length: region.length,
    guid,
    entries: entries.map(entryReport),
    sequences: sequences.map((sequence) => ({
      positions: sequence.entries.map((entry) => entry.position),
      headSequenceNumber: (sequence.entries.at(-1)?.header.sequenceNumber ?? 0n).toString(),
      complete: sequence.complete,
      active: sequence.active,
    })),
    active: active
      ? {
          positions: active.entries.map((entry) => entry.position),
          tail: active.tail.position,
          head: active.head.position,
          firstSequenceNumber: active.tail.header.sequenceNumber.toString(),
          lastSequenceNumber: active.head.header.sequenceNumber.toString(),
        }
      : null,
  }
}

const entryReport = ({ position, header, status, reasons }: LogEntry): Json => ({
  position,
  length: header.entryLength,
  sequenceNumber: header.sequenceNumber.toString(),
  tail: header.tail,
  logGuid: header.logGuid,
  descriptorCount: header.descriptorCount,
  flushedFileOffset: header.flushedFileOffset.toString(),
  lastFileOffset: header.lastFileOffset.toString(),
  status,
  reasons,
})

function replayReport({ plan, report: { sizeBefore, sizeAfter, changes } }: Replay): Json {
  return {
    sizeBefore,
    sizeAfter: sizeAfter.toString(),
    writes: plan.writes.map(writeReport),
    changes: changes.map(changeReport),
  }
}

function writeReport(write: WriteStep): Json {
  const { offset, length } = writeRange(write)
  return {
    offset: offset.toString(),
    length: length.toString(),
    kind: write.content.kind === 'zeros' ? 'zero' : 'data',
    ...(write.cause.kind === 'descriptor' && {
      entry: write.cause.entry,
      descriptor: write.cause.index,
    }),
  }
}

const changeReport = ({ offset, length, structure, changedBytes, ...change }: Change): Json => ({
  offset: offset.toString(),
  length: length.toString(),
  structure,
  changedBytes,
  compared: change.compared,
  summary: change.summary,
  details: change.details,
})

function imageReport({ regionTables, metadata, geometry, census }: ImageReport): Json {
  return {
    regions: regionReports(regionTables),
    metadata: metadata ? metadataReport(metadata) : {},
    geometry: geometry
      ? {
          kind: geometry.kind,
          virtualDiskSize: geometry.virtualDiskSize.toString(),
          blockSize: geometry.blockSize,
          logicalSectorSize: geometry.logicalSectorSize,
          physicalSectorSize: geometry.physicalSectorSize,
          chunkRatio: geometry.chunkRatio,
          payloadBlocks: geometry.payloadBlocks,
          sectorBitmapBlocks: geometry.sectorBitmapBlocks,
          batEntries: geometry.batEntries,
        }
      : {},
    bat: census ? { payload: census.payload, sectorBitmap: census.sectorBitmap } : {},
  }
}

const regionReports = ({ current }: RegionTables): Json =>
  (current?.entries ?? []).map(({ name, values }) => ({
    name,
    guid: values.guid,
    offset: values.fileOffset.toString(),
    length: values.length,
    required: values.required,
  }))
