/** The log's history: its sessions in time, what they wrote, and any entry of them beside the file. */
import { useState } from 'react'
import { plural } from '../../../engine/bytes/format.ts'
import { useActions, useApp } from '../../store/use-app.ts'
import { usePage } from '../../store/use-page.ts'
import { EntryDiff } from './entry-diff.tsx'
import type { LogTabProps } from './log-tabs.ts'
import { OrphansTable } from './orphans-table.tsx'
import { SessionDetail } from './session-detail.tsx'
import { SessionTimeline } from './session-timeline.tsx'
import { SESSIONS_PAGE, SessionsTable } from './sessions-table.tsx'
import { WrittenPanel } from './written-panel.tsx'

export function HistoryTab({ log, inspection, position }: LogTabProps) {
  const picked = useApp((app) => app.entryPosition)
  const { selectEntry } = useActions()
  const [chosen, setChosen] = useState<number>()
  const [start, setStart] = useState(0)
  const page = usePage('history.sessions', {
    start,
    count: SESSIONS_PAGE,
  })
  const { data } = page
  const total = data?.total ?? 0
  const rows = data?.rows ?? []
  const session = rows.find(({ index }) => index === (chosen ?? total - 1)) ?? rows.at(-1)
  // Before somebody chooses an entry: the newest one of the session.
  const shown = picked ?? session?.position ?? position
  const choose = (index: number) => {
    setChosen(index)
    selectEntry(rows.find((row) => row.index === index)?.position)
    setStart(index - (index % SESSIONS_PAGE))
  }

  if (data && total === 0 && data.orphans === 0) {
    return (
      <section className="panel" aria-label="History">
        <p>
          Nothing in the log looks like an entry, or like what is left of one: it has no history.
        </p>
      </section>
    )
  }
  return (
    <>
      <section className="panel" aria-labelledby="sessions" aria-busy={page.loading}>
        <h2 id="sessions">Sessions</h2>
        <p className="muted prose wide">
          {plural(total, 'use')} of the log {total === 1 ? 'survives' : 'survive'} in the ring, each
          with a LogGuid of its own{total > 1 && ', the earliest first'}. Numbers order the entries
          of one session. Between sessions an order is proven only where an entry lies in the place
          of a sequence of another session, or the header names it (§2.3.2); else it is likely, or
          not known.
        </p>
        {session && (
          <SessionTimeline
            rows={rows}
            total={total}
            slots={log.slots.length}
            chosen={session}
            onChoose={choose}
          />
        )}
        <SessionsTable
          page={page}
          start={start}
          chosen={session?.index}
          onChoose={choose}
          onWindow={setStart}
        />
      </section>
      {session && (
        <SessionDetail session={session} total={total} position={shown} onSelect={selectEntry} />
      )}
      {shown !== undefined && <EntryDiff position={shown} inspection={inspection} />}
      <WrittenPanel onSelect={selectEntry} />
      {data !== undefined && data.orphans > 0 && <OrphansTable />}
    </>
  )
}
