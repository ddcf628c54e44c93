/** Data sectors without an entry, by their sequence number, and what can be said of each group. */

import { useState } from 'react'
import { formatCount, plural } from '../../../engine/bytes/format.ts'
import { visibleText } from '../../../engine/bytes/visible-text.ts'
import { LOG_SECTOR_SIZE } from '../../../engine/format/layout.ts'
import { logPosition } from '../../../engine/format/log-words.ts'
import type { OrphanRow } from '../../../engine/history/history-pages.ts'
import { orphanContent, orphanOrigin } from '../../../engine/history/history-words.ts'
import { useShowBytes } from '../../shared/use-show-bytes.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { usePage } from '../../store/use-page.ts'
import { WindowTable } from '../../table/data-table.tsx'
import { showing } from '../../table/table-model.ts'

const PAGE_SIZE = 64

function originText({ near, before }: OrphanRow): string {
  const over = before
    ? `; entry ${before.sequenceNumber} lies directly before them, likely written over their entry, and so later`
    : ''
  return `${orphanOrigin(near)}${over}`
}

const column = showing<OrphanRow>()
const columns = [
  column('Sequence number', ({ sequenceNumber }) => sequenceNumber.toString(), 'numeric'),
  column('Sectors', ({ count }) => formatCount(count), 'numeric'),
  column('First at', ({ position }) => logPosition(position, 6), 'numeric'),
  column('What they hold', (row) => visibleText(orphanContent(row))),
  column('Their number is', originText, 'wide'),
]

export function OrphansTable() {
  const { inspection } = useOpenFile()
  const showBytes = useShowBytes()
  const [start, setStart] = useState(0)
  const page = usePage('history.orphans', { start, count: PAGE_SIZE })
  return (
    <section className="panel" aria-labelledby="orphans">
      <h2 id="orphans">Data sectors without an entry</h2>
      <p className="muted prose wide">
        The sector with the header and the descriptors has been written over: where the data was for
        is lost, but not its sequence number and 4084 of each 4096 bytes.{' '}
        {page.data && `${plural(page.data.total, 'group')} with one number each.`}
      </p>
      <WindowTable
        label="Data sectors without an entry"
        columns={columns}
        page={page}
        start={start}
        pageSize={PAGE_SIZE}
        onWindow={setStart}
        empty="There are none."
        onSelect={({ position }) =>
          showBytes({
            offset: (inspection.log?.region.offset ?? 0) + position,
            length: LOG_SECTOR_SIZE,
          })
        }
      />
    </section>
  )
}
