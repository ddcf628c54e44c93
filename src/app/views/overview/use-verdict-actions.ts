/** What the buttons of the verdict do. */

import { useChooseFile, useChooseSeveral } from '../../shared/file-chooser.tsx'
import { useReport } from '../../shared/use-report.ts'
import type { ActionId } from '../../shared/verdict/verdict.ts'
import type { AppStore } from '../../store/store.ts'
import { useAppStore } from '../../store/use-app.ts'

/** Shows the log with its first invalid entry, or else its first entry of any kind. */
async function showFailingEntry(store: AppStore): Promise<void> {
  const { session, call, select, selectEntry, show } = store.getState()
  if (session.status !== 'open') return
  const first = { start: 0, count: 1, sort: 'position' } as const
  const invalid = await call('log.entries', { ...first, statuses: ['invalid'] }).catch(
    () => undefined,
  )
  const entry =
    invalid?.rows[0] ?? (await call('log.entries', first).catch(() => undefined))?.rows[0]
  const region = session.inspection.log?.region
  if (entry && region) {
    select({ offset: region.offset + entry.position, length: 64 })
    selectEntry(entry.position, { reveal: true })
  } else show('log')
}

export function useVerdictActions(): Readonly<
  Record<Exclude<ActionId, 'copy-again'>, () => void>
> & {
  readonly 'copy-again'?: never
} {
  const store = useAppStore()
  const downloadReport = useReport()
  const choose = useChooseFile()
  const { show, showDialog, addParents } = store.getState()
  const chooseParents = useChooseSeveral(
    (files) => void addParents(files.map((file) => ({ file }))),
  )
  return {
    preview: () => show('replay'),
    save: () => showDialog('save'),
    patch: () => showDialog('patch'),
    report: () => void downloadReport('json'),
    'failing-entry': () => void showFailingEntry(store),
    findings: () => show('findings'),
    'open-another': choose,
    keep: () => showDialog('keep'),
    edit: () => show('edit', { lead: true }),
    export: () => showDialog('export'),
    'give-parent': chooseParents,
    salvage: () => store.getState().askSalvage(),
    'replay-in-place': () => void store.getState().replayInPlace(),
  }
}
