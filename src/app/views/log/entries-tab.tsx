/** What the log holds: the sequences with the reason for the choice, every entry, and one of them. */

import { Sequences } from '../../shared/log/sequences.tsx'
import { useActions } from '../../store/use-app.ts'
import { usePage } from '../../store/use-page.ts'
import { EntriesTable } from './entries-table.tsx'
import { EntryDetail } from './entry-detail.tsx'
import type { LogTabProps } from './log-tabs.ts'

export function EntriesTab({ log, position, statuses }: LogTabProps) {
  const { selectEntry } = useActions()
  const { data: entry, error } = usePage(
    'log.entry',
    position === undefined ? undefined : { position },
  )
  return (
    <>
      <section className="panel" aria-labelledby="sequences">
        <h2 id="sequences">Sequences</h2>
        <Sequences log={log} onSelect={selectEntry} />
      </section>
      <section className="panel" aria-labelledby="entries">
        <h2 id="entries">Entries</h2>
        <EntriesTable statuses={statuses} position={position} onSelect={selectEntry} />
      </section>
      <section className="panel" aria-label="Entry">
        {error && <p role="alert">{error.message}</p>}
        {entry ? (
          <EntryDetail entry={entry} logOffset={log.region.offset} />
        ) : (
          <p>Choose an entry in the table or in the strip to see its fields.</p>
        )}
      </section>
    </>
  )
}
