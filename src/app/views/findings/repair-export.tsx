/** What the file proves of how it should be, as bytes to take away. The file itself is never changed. */
import { useEffect, useRef, useState } from 'react'
import {
  HEADER_PLACES,
  placeCommands,
  placeWords,
  repairOffer,
  tablePlace,
} from '../../../engine/inspect/repair-words.ts'
import type { RepairFormat } from '../../../engine/inspect/repairs.ts'
import { errorInfo } from '../../store/error-info.ts'
import type { ShownFinding } from '../../store/session/shown-findings.ts'
import { useActions } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { download } from '../../ui/download.ts'
import styles from './findings-view.module.css'

const ENDINGS = { raw: 'bin', csv: 'csv', json: 'json' } as const

export function RepairExport({ finding }: { readonly finding: ShownFinding }) {
  const { inspection } = useOpenFile()
  const { call, announce } = useActions()
  const running = useRef<AbortController>(undefined)
  const [busy, setBusy] = useState(false)
  const [error, setError] = useState<string>()
  useEffect(() => () => running.current?.abort(), [])
  const offer = repairOffer(finding)
  if (offer === undefined || finding.parent) return null

  const { part, name } = offer
  const places = part === 'headers' ? HEADER_PLACES : [tablePlace(finding)]
  const copy = inspection.update?.kind === 'replay' ? 'the replayed copy' : 'a copy of the file'
  const save = async (format: RepairFormat) => {
    const controller = new AbortController()
    running.current = controller
    setError(undefined)
    setBusy(true)
    try {
      const blob = await call('repair.export', { format }, { signal: controller.signal })
      const file = `${name}.${ENDINGS[format]}`
      download(blob, file)
      announce(`${file} was saved.`)
    } catch (thrown) {
      if (!controller.signal.aborted) setError(errorInfo(thrown).message)
    } finally {
      setBusy(false)
    }
  }
  const button = (format: RepairFormat, label: string) => (
    <button type="button" disabled={busy} onClick={() => void save(format)}>
      {label}
    </button>
  )

  return (
    <div className={`stack prose ${styles.repair}`}>
      <p>
        {part === 'headers'
          ? 'The headers can be repaired from their own fields.'
          : `The log proves what ${changesOf(finding)} should be; all others are exported as they are.`}{' '}
        Put the bytes into {copy}, never into the only one: {placeWords(places)}.
      </p>
      <pre>{placeCommands(`${name}.bin`, places).join('\n')}</pre>
      <p className="actions">
        {button('raw', `Save the repaired ${part}`)}
        {part === 'BAT' && (
          <>
            {button('csv', 'Save the changes as CSV')}
            {button('json', 'Save the changes and the proof as JSON')}
          </>
        )}
      </p>
      {error && <p role="alert">{error}</p>}
    </div>
  )
}

const changesOf = ({ values }: ShownFinding): string => {
  const changes = Number(values['changes'] ?? 0)
  return changes === 1 ? '1 entry' : `${changes} entries`
}
