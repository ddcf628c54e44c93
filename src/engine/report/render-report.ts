/** The forms in which a report is carried away. */

import { renderHtml } from './html.ts'
import type { Report } from './json/report-schema.ts'
import { makeDocument } from './make-document.ts'
import { renderMarkdown } from './markdown.ts'

/** As report-v1.schema.json says, or for people. */
export type ReportFormat = 'json' | 'markdown' | 'html'

const RENDERERS: Readonly<Record<ReportFormat, (report: Report) => string>> = {
  json: (report) => `${JSON.stringify(report, undefined, 2)}\n`,
  markdown: (report) => renderMarkdown(makeDocument(report)),
  html: (report) => renderHtml(makeDocument(report)),
}

/** Text that ends with a line break. */
export const renderReport = (report: Report, format: ReportFormat): string =>
  RENDERERS[format](report)
