/** The report, version 1: the answer about a file as JSON. */
import type { AffectedReport } from '../../affected/affected-report.ts'
import { formatHex } from '../../bytes/format.ts'
import type { Verdict } from '../../diagnosis/verdict.ts'
import type { ChainReport } from '../../disk/chain/chain-report.ts'
import { type StatedFinding, severityOf } from '../../findings/finding.ts'
import { messageOf } from '../../findings/finding-words.ts'
import { rules } from '../../findings/rules.ts'
import type { Volumes } from '../../guest/volumes/read-volumes.ts'
import type { HeaderCopy } from '../../image/headers/headers.ts'
import type { RegionTables } from '../../image/regions/region-tables.ts'
import type { FileHash, SourceEvidence, WrittenFile } from '../../inspect/evidence.ts'
import type { Replay, Viewed } from '../../inspect/inspect.ts'
import type { ImageReport } from '../../inspect/inspection.ts'
import type { LogEntry, LogScan } from '../../log/log.ts'
import type { PlannedWrite } from '../../log/replay-writes.ts'
import type { QemuReport } from '../../qemu/qemu-answer.ts'
import type { SalvageReport } from '../../salvage/salvaged.ts'
import type { SkeletonFacts } from '../../skeleton/skeleton-facts.ts'
import { writeRange } from '../../update/step.ts'
import { notChecked } from '../not-checked.ts'
import { affectedJson } from './affected-json.ts'
import { chainJson } from './chain-json.ts'
import { evidenceJson, hashJson, writtenJson } from './evidence-json.ts'
import { foreignJson } from './foreign-json.ts'
import type { HistoryReport } from './history-report.ts'
import { metadataReport } from './metadata-report.ts'
import { qemuJson } from './qemu-json.ts'
import type { Report } from './report-schema.ts'
import { changeJson, salvageJson } from './salvage-json.ts'
import { verdictJson } from './verdict-json.ts'
import { volumesJson } from './volumes-json.ts'

/** What the engine cannot know: it has no clock and no file names. */
export interface ReportFacts {
  readonly toolVersion: string
  /** ISO 8601, UTC. */
  readonly made: string
  readonly fileName: string
  /** What was read in the place of the file. */
  readonly skeleton?: { readonly name: string; readonly pathsBlanked: boolean } | undefined
}

/** The file that a report is about, and the skeleton that was read for it; `name` is that of what was opened. */
export const sourceFacts = (
  name: string,
  skeleton: Pick<SkeletonFacts, 'name' | 'pathsBlanked'> | undefined,
): Pick<ReportFacts, 'fileName' | 'skeleton'> => ({
  fileName: skeleton?.name ?? name,
  skeleton: skeleton && { name, pathsBlanked: skeleton.pathsBlanked },
})

type Finding = Report['findings'][number]
type Header = Report['headers'][number]
type Log = NonNullable<Report['log']>
type Replayed = NonNullable<Report['replay']>
type Structures = Report['before']

const crc = (value: number): string => formatHex(value, 8)

/** What is part of a report only where it has been asked for. */
export interface ReportParts {
  readonly verdict?: Verdict | undefined
  /** Where that is what `after` shows. */
  readonly salvage?: SalvageReport | undefined
  readonly volumes?: Volumes | undefined
  /** Which files of the guest the update affects. */
  readonly affected?: AffectedReport | undefined
  readonly chain?: ChainReport | undefined
  /** What survives of earlier uses of the log. */
  readonly history?: HistoryReport | undefined
  /** What QEMU would do with the file. */
  readonly qemu?: QemuReport | undefined
  /** Bytes of the findings, in their order, as hex digits: the beginning of what each is about. */
  readonly evidence?: readonly (string | undefined)[] | undefined
  /** The examiner's, as they were typed. */
  readonly notes?: string | undefined
  readonly hashes?: readonly FileHash[] | undefined
  /** What was seen of the file at opening and at the end. */
  readonly source?: SourceEvidence | undefined
  /** What was made of the file while it was open. */
  readonly written?: readonly WrittenFile[] | undefined
}

/**
 * The report of an inspection. 64-bit values from the disk are decimal strings, so that no reader of
 * JSON can round them. The census is part of it only after `surveyBlocks`.
 */
export function makeReport(viewed: Viewed, facts: ReportFacts, parts: ReportParts = {}): Report {
  const { inspection, scan, update } = viewed
  const { verdict, volumes, chain, history, qemu, evidence, notes, hashes = [], source } = parts
  const { salvage, affected, written = [] } = parts
  const foreign = foreignJson(inspection, facts.fileName)
  return {
    format: 'vhdx-inspector-report',
    version: 1,
    tool: { name: 'vhdx-inspector', version: facts.toolVersion },
    made: facts.made,
    file: {
      name: facts.fileName,
      size: inspection.size,
      ...(facts.skeleton && { skeleton: facts.skeleton }),
    },
    outcome: inspection.outcome,
    ...(foreign && { foreign }),
    ...(verdict && { verdict: verdictJson(verdict) }),
    findings: inspection.findings.map((found, i) => findingReport(found, evidence?.[i])),
    headers: inspection.headers.copies.map(headerReport),
    log: scan ? logReport(scan, history) : null,
    replay: update?.kind === 'replay' ? replayReport(update) : null,
    ...(salvage && update && { salvage: salvageJson(salvage, update.report) }),
    before: imageReport(inspection.before),
    after: inspection.after ? imageReport(inspection.after) : null,
    ...(volumes && { volumes: volumesJson(volumes) }),
    ...(affected && update && { affected: affectedJson(affected, update.kind) }),
    ...(chain && { chain: chainJson(chain) }),
    ...(qemu && { qemu: qemuJson(qemu) }),
    ...(notes && { notes }),
    ...(hashes.length > 0 && { hashes: hashes.map(hashJson) }),
    ...(source && { evidence: evidenceJson(source) }),
    ...(written.length > 0 && { written: written.map(writtenJson) }),
    notChecked: notChecked(inspection, {
      chain: chain !== undefined,
      hashes: hashes.some(({ state }) => state === 'before'),
      affected: affected !== undefined,
      verdict,
    }),
  }
}

function findingReport(found: StatedFinding, evidence: string | undefined): Finding {
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
    ...(found.parent && { parent: found.parent.name }),
    values: Object.fromEntries(
      Object.entries(found.values).map(([name, value]) => [
        name,
        typeof value === 'bigint' ? value.toString() : value,
      ]),
    ),
    ...(evidence !== undefined && { evidence }),
  }
}

function headerReport({ copy, at, values, ...found }: HeaderCopy): Header {
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

function logReport(scan: LogScan, history: HistoryReport | undefined): Log {
  const { region, guid, entries, sequences, active } = scan
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
    ...(history && { history }),
  }
}

const entryReport = ({ position, header, status, reasons }: LogEntry): Log['entries'][number] => ({
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

function replayReport({ plan, report: { sizeBefore, sizeAfter, changes } }: Replay): Replayed {
  return {
    sizeBefore,
    sizeAfter: sizeAfter.toString(),
    writes: plan.writes.map(writeReport),
    changes: changes.map(changeJson),
  }
}

function writeReport(write: PlannedWrite): Replayed['writes'][number] {
  const { offset, length } = writeRange(write)
  return {
    offset: offset.toString(),
    length: length.toString(),
    kind: write.content.kind === 'zeros' ? 'zero' : 'data',
    entry: write.cause.entry,
    descriptor: write.cause.index,
  }
}

function imageReport({ regionTables, metadata, geometry, census }: ImageReport): Structures {
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

const regionReports = ({ current }: RegionTables): Structures['regions'] =>
  (current?.entries ?? []).map(({ name, values }) => ({
    name,
    guid: values.guid,
    offset: values.fileOffset.toString(),
    length: values.length,
    required: values.required,
  }))
