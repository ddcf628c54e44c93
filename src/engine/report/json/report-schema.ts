/**
 * The report, version 1: its type and public/report-v1.schema.json come from here. Only types are taken of
 * this file by what is built: whether a report is right its compiler says, and the tests.
 */
import * as v from 'valibot'
import type { Fixed } from '../../bytes/fixed.ts'
import type { RuleId } from '../../findings/rules.ts'
import { affected } from './affected-schema.ts'
import { evidence, evidencePart, evidenceRecord, fileHash, writtenFile } from './evidence-schema.ts'
import { foreign } from './foreign-schema.ts'
import { history } from './history-schema.ts'
import { chain, image } from './image-schema.ts'
import { qemu } from './qemu-schema.ts'
import {
  about,
  count,
  crc,
  guid,
  later,
  oneOfNames,
  sentence,
  sha256,
  texts,
  time,
  u64,
} from './report-values.ts'
import { replay, salvage } from './update-schema.ts'
import { verdict } from './verdict-schema.ts'
import { volumes } from './volumes-schema.ts'

const positions = v.pipe(v.array(count), v.minLength(1))

const finding = v.object({
  rule: oneOfNames<RuleId>(
    v.pipe(v.string(), v.regex(/^[a-z]+(-[a-z]+)*\.[a-z0-9]+(-[a-z0-9]+)*$/)),
  ),
  severity: v.picklist(['info', 'warning', 'error', 'fatal']),
  section: v.pipe(v.string(), v.regex(/^2(\.[0-9]+)+$/)),
  title: sentence,
  message: sentence,
  state: v.picklist(['before', 'after', 'log']),
  counts: later(v.boolean()),
  evidence: v.exactOptional(
    about(
      v.pipe(v.string(), v.regex(/^([0-9a-f]{2}){1,64}$/)),
      'The first bytes of the place, at most 64, as hex digits.',
    ),
  ),
  at: v.object({ offset: count, length: count }),
  parent: v.exactOptional(
    about(
      v.string(),
      'The parent in whose file the place is; without it, it is in the file itself.',
    ),
  ),
  values: v.record(v.string(), v.union([v.string(), v.number()])),
})

const header = v.object({
  copy: v.picklist([1, 2]),
  offset: count,
  valid: v.boolean(),
  current: v.boolean(),
  signature: v.boolean(),
  checksum: v.exactOptional(v.object({ stored: crc, computed: crc })),
  sequenceNumber: v.exactOptional(u64),
  fileWriteGuid: v.exactOptional(guid),
  dataWriteGuid: v.exactOptional(guid),
  logGuid: v.exactOptional(guid),
  logVersion: v.exactOptional(count),
  version: v.exactOptional(count),
  logLength: v.exactOptional(count),
  logOffset: v.exactOptional(u64),
})

const entry = v.object({
  position: count,
  length: count,
  sequenceNumber: u64,
  tail: count,
  logGuid: guid,
  descriptorCount: count,
  flushedFileOffset: u64,
  lastFileOffset: u64,
  status: v.picklist(['active', 'superseded', 'stale', 'invalid']),
  reasons: texts,
})

const log = v.object({
  offset: u64,
  length: count,
  guid,
  entries: v.array(entry),
  sequences: v.array(
    v.object({
      positions,
      headSequenceNumber: u64,
      complete: v.boolean(),
      active: v.boolean(),
    }),
  ),
  active: v.nullable(
    v.object({
      positions,
      tail: count,
      head: count,
      firstSequenceNumber: u64,
      lastSequenceNumber: u64,
    }),
  ),
  history: v.exactOptional(history),
})

export const reportSchema = v.object({
  format: v.literal('vhdx-inspector-report'),
  version: v.literal(1),
  tool: v.object({
    name: v.literal('vhdx-inspector'),
    version: v.pipe(v.string(), v.regex(/^[0-9]+\.[0-9]+\.[0-9]+/)),
  }),
  made: time,
  file: v.object({
    name: v.string(),
    size: count,
    /** What was read in its place, which has no data of the disk. */
    skeleton: v.exactOptional(v.object({ name: v.string(), pathsBlanked: v.boolean() })),
  }),
  outcome: v.picklist(['clean', 'replayable', 'refused', 'not-vhdx']),
  foreign: v.exactOptional(foreign),
  verdict: v.exactOptional(verdict),
  findings: v.array(finding),
  headers: v.pipe(v.array(header), v.length(2)),
  log: v.nullable(log),
  replay: v.nullable(replay),
  salvage: v.exactOptional(salvage),
  before: image,
  after: v.nullable(image),
  volumes: v.exactOptional(volumes),
  affected: v.exactOptional(affected),
  chain: v.exactOptional(chain),
  qemu: v.exactOptional(qemu),
  notes: v.exactOptional(about(sentence, 'The examiner’s own words, as they were typed.')),
  hashes: v.exactOptional(
    about(
      v.pipe(v.array(fileHash), v.minLength(1)),
      'Of the whole file, only where they were asked for.',
    ),
  ),
  evidence: v.exactOptional(evidence),
  written: v.exactOptional(
    about(
      v.pipe(v.array(writtenFile), v.minLength(1)),
      'Files that were made of it while it was open, in order.',
    ),
  ),
  notChecked: later(about(v.array(sentence), 'What nobody looked at, in sentences.')),
})

/** What has a name in the JSON schema. */
export const reportDefinitions = {
  count,
  u64,
  guid,
  crc,
  sha256,
  time,
  finding,
  header,
  log,
  entry,
  history,
  replay,
  salvage,
  image,
  chain,
  qemu,
  fileHash,
  writtenFile,
  foreign,
  evidence,
  evidenceRecord,
  evidencePart,
  verdict,
  volumes,
  affected,
}

export type Report = Fixed<v.InferOutput<typeof reportSchema>>
