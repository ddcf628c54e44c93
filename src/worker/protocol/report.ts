/** The report: as a document for the screen, and as the files that are carried away. */
import type { FileHash, SourceEvidence, WrittenFile } from '../../engine/inspect/evidence.ts'
import type { Block } from '../../engine/report/document.ts'
import type { ReportFormat } from '../../engine/report/render-report.ts'
import { call } from './call.ts'

export interface ReportRequest {
  /** What the file is called in it. */
  readonly name: string
  /** ISO 8601, UTC. */
  readonly made: string
  /** The examiner's own words. */
  readonly notes?: string | undefined
  readonly hashes?: readonly FileHash[] | undefined
  readonly source?: SourceEvidence | undefined
  readonly written?: readonly WrittenFile[] | undefined
}

export const report = {
  /** The same, for the screen. */
  document: call<ReportRequest, readonly Block[]>(),
  /** The report as a file, in UTF-8. */
  file: call<ReportRequest & { readonly format: ReportFormat }, Uint8Array>(),
}
