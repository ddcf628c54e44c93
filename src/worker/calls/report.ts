/** Calls about the report: as a document for the screen, and as the files that are carried away. */
import { withAllFindings } from '../../engine/diagnosis/all-findings.ts'
import { readDiskVolumes } from '../../engine/disk/disk-volumes.ts'
import { isDirty } from '../../engine/inspect/inspect.ts'
import { readEvidence } from '../../engine/report/evidence-bytes.ts'
import { makeReport, sourceFacts } from '../../engine/report/json/report.ts'
import type { Report } from '../../engine/report/json/report-schema.ts'
import { makeDocument } from '../../engine/report/make-document.ts'
import { renderReport } from '../../engine/report/render-report.ts'
import { VERSION } from '../../version.ts'
import { knownAffected } from '../file/affected-reading.ts'
import type { CurrentFile } from '../file/current-file.ts'
import { historyOf } from '../file/history-reading.ts'
import { chainOf, layersOf } from '../file/layers.ts'
import { readQemu } from '../file/qemu-reading.ts'
import type { ReportRequest } from '../protocol/report.ts'
import type { CallRun, HandlersOf } from '../rpc.ts'
import type { Session } from '../session.ts'
import { runOf } from './call-run.ts'

export function reportCalls({ current }: Session): HandlersOf<'report'> {
  return {
    file: async ({ format, ...request }, run) =>
      new TextEncoder().encode(renderReport(await compile(current, request, run), format)),
    document: async (request, run) => makeDocument(await compile(current, request, run)),
  }
}

/** The report as it is now: of the blocks only after they have been surveyed. */
async function compile(
  current: CurrentFile,
  { name, made, notes, hashes, source, written }: ReportRequest,
  run: CallRun,
): Promise<Report> {
  const { file } = current
  // Of a log it is one of the findings, and so it is asked for before they are read.
  const qemu = isDirty(file.inspected.before) ? await readQemu(file, runOf(run)) : undefined
  const { verdict } = await file.opened(runOf(run))
  // What was looked at of the disk is that of the file itself.
  const looked = file.salvage ? { volumeFindings: [] } : verdict
  const viewed = withAllFindings(file.viewed, looked, chainOf(file))
  const evidence = await readEvidence(viewed, runOf(run))
  const history = await historyOf(file.inspected, runOf(run))
  const facts = { toolVersion: VERSION, made, ...sourceFacts(name, file.skeleton) }
  const volumes = await readDiskVolumes(layersOf(current, viewed.update ? 'after' : 'before'))
  // Only what somebody has asked for: its costs do not follow the log and the tables.
  const affected = knownAffected(current)
  return makeReport(viewed, facts, {
    verdict,
    salvage: file.salvage?.report,
    volumes,
    affected: affected?.ok ? affected : undefined,
    chain: chainOf(file),
    history,
    qemu,
    evidence,
    notes,
    hashes,
    source,
    written,
  })
}
