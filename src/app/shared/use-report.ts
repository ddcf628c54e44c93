/** Downloads the report of the open file. */
import type { ReportFormat } from '../../engine/report/render-report.ts'
import { errorInfo } from '../store/error-info.ts'
import { useAppStore } from '../store/use-app.ts'
import { download, HANDED_OVER } from '../ui/download.ts'

const FILES: Readonly<Record<ReportFormat, { readonly type: string; readonly ending: string }>> = {
  json: { type: 'application/json', ending: 'json' },
  markdown: { type: 'text/markdown', ending: 'md' },
  html: { type: 'text/html', ending: 'html' },
}

export function useReport(): (format: ReportFormat) => Promise<void> {
  const store = useAppStore()
  return async (format) => {
    const { session, notes, call, announce, reportEvidence } = store.getState()
    if (session.status !== 'open') return
    const { name } = session
    const { type, ending } = FILES[format]
    try {
      const proof = await reportEvidence()
      const made = new Date().toISOString()
      const bytes = await call('report.file', { format, name, made, notes, ...proof })
      const blob = new Blob([bytes as Uint8Array<ArrayBuffer>], { type })
      download(blob, `${name}.report.${ending}`)
      announce(`The report is ${HANDED_OVER}.`)
    } catch (thrown) {
      announce(`The report could not be made. ${errorInfo(thrown).message}`)
    }
  }
}
