/** The report as it would be carried away, the notes that go into it, and its forms. */
import { useDeferredValue, useState } from 'react'
import { isSurveyed } from '../../../engine/inspect/is-surveyed.ts'
import type { ReportFormat } from '../../../engine/report/render-report.ts'
import { useReport } from '../../shared/use-report.ts'
import { sourceOf } from '../../store/evidence/evidence-state.ts'
import { losesNotes, notesPlace } from '../../store/report.ts'
import { useActions, useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { usePage } from '../../store/use-page.ts'
import { DocumentBlocks } from './document-blocks.tsx'
import styles from './report-view.module.css'

const FORMATS: readonly (readonly [ReportFormat, string])[] = [
  ['html', 'HTML'],
  ['markdown', 'Markdown'],
  ['json', 'JSON'],
]

export function ReportView() {
  const { inspection } = useOpenFile()
  const surveyed = isSurveyed(inspection)
  const downloadReport = useReport()
  const { showDialog } = useActions()
  return (
    <div className="view">
      <header className={`apart ${styles.header}`}>
        <h1>Report</h1>
        <div className="actions">
          {FORMATS.map(([format, name]) => (
            <button key={format} type="button" onClick={() => void downloadReport(format)}>
              Download {name}
            </button>
          ))}
          <button type="button" onClick={() => print()}>
            Print…
          </button>
          {!inspection.skeleton && (
            <button type="button" onClick={() => showDialog('skeleton')}>
              Skeleton to share…
            </button>
          )}
        </div>
      </header>
      <Notes />
      {/* What the survey of the blocks adds belongs in it. */}
      <Preview key={String(surveyed)} />
    </div>
  )
}

const AS_LONG = 'they are kept only as long as this file is open.'

/** How long the notes last. */
function useNotesEnd(): string {
  const inEvidence = useApp((state) => state.evidenceMode)
  const hasPlace = useApp((state) => notesPlace(state) !== undefined)
  const isLost = useApp(losesNotes)
  if (inEvidence) return `In evidence mode nothing is stored: ${AS_LONG}`
  if (!hasPlace) return `The file has no header to know it by: ${AS_LONG}`
  if (isLost) return `This browser could not store them: ${AS_LONG}`
  return 'This browser keeps them for this file until you delete them.'
}

function Notes() {
  const notes = useApp((state) => state.notes)
  const { setNotes } = useActions()
  const end = useNotesEnd()
  return (
    <label className={`stack tight ${styles.notes}`}>
      <span>
        Notes <small className="small faint">They become part of the report. {end}</small>
      </span>
      <textarea
        rows={3}
        value={notes}
        placeholder="Case number, where the file comes from, what was done with it"
        onChange={(event) => setNotes(event.target.value)}
      />
    </label>
  )
}

function Preview() {
  const { name } = useOpenFile()
  const [made] = useState(() => new Date().toISOString())
  const notes = useDeferredValue(useApp((state) => state.notes))
  const hashes = useApp((state) => state.hashes)
  const written = useApp((state) => state.written)
  const source = sourceOf(
    useApp((state) => state.evidence),
    useApp((state) => state.evidenceMode),
  )
  const { data, error } = usePage('report.document', {
    name,
    made,
    notes,
    hashes,
    source,
    written,
  })
  if (error) return <p role="alert">The report could not be made. {error.message}</p>
  return (
    <article
      className={`panel ${styles.paper}`}
      aria-label="Preview of the report"
      aria-busy={!data}
    >
      {data ? <DocumentBlocks blocks={data} /> : <p>Reading the bytes of the findings…</p>}
    </article>
  )
}
