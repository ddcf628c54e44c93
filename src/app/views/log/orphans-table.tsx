/** Data sectors without an entry, by their sequence number, and what can be said of each group. */
import { useState } from 'react'
import { formatCount, formatHex, plural } from '../../../engine/bytes/format.ts'
import { visibleText } from '../../../engine/bytes/visible-text.ts'
import { LOG_SECTOR_SIZE } from '../../../engine/format/layout.ts'
import type { OrphanRow } from '../../../engine/history/history-pages.ts'
import { useShowBytes } from '../../shared/use-show-bytes.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { usePage } from '../../store/use-page.ts'
import { WindowTable } from '../../table/data-table.tsx'
import { columnHelper } from '../../table/table-model.ts'

const PAGE_SIZE = 64
const NO_ROWS: readonly OrphanRow[] = []

/** Their 4084 bytes, beside those of the file. */
function contentText({ count, zero, same, sameCount }: OrphanRow): string {
  const parts = [
    ...(zero > 0 ? [zero === count ? 'all zero' : `${formatCount(zero)} all zero`] : []),
    ...(sameCount > 0
      ? [`${formatCount(sameCount)} as in ${visibleText(same.join(', '))} on disk`]
      : []),
  ]
  return parts.join('; ') || 'nothing that the BAT or the metadata hold now'
}

function originText({ near, before }: OrphanRow): string {
  const kin =
    near === undefined
      ? 'near to no session: of a use of the log of which no entry is left'
      : `near to those of session ${near + 1}`
  const over = before
    ? `; entry ${before.sequenceNumber} lies directly before them, likely written over their entry, and so later`
    : ''
  return `${kin}${over}`
}

const helper = columnHelper<OrphanRow>()
const columns = helper.columns([
  helper.accessor(({ sequenceNumber }) => sequenceNumber.toString(), {
    id: 'number',
    header: 'Sequence number',
    enableSorting: false,
    meta: { numeric: true },
  }),
  helper.accessor('count', {
    header: 'Sectors',
    enableSorting: false,
    cell: ({ getValue }) => formatCount(getValue()),
    meta: { numeric: true },
  }),
  helper.accessor('position', {
    header: 'First at',
    enableSorting: false,
    cell: ({ getValue }) => `log+${formatHex(getValue(), 6)}`,
    meta: { numeric: true },
  }),
  helper.accessor(contentText, { id: 'content', header: 'What they hold', enableSorting: false }),
  helper.accessor(originText, {
    id: 'origin',
    header: 'Their number is',
    enableSorting: false,
    meta: { wide: true },
  }),
])

export function OrphansTable() {
  const { inspection } = useOpenFile()
  const showBytes = useShowBytes()
  const [start, setStart] = useState(0)
  const { data, params, loading, error } = usePage('history.orphans', { start, count: PAGE_SIZE })
  return (
    <section className="panel" aria-labelledby="orphans">
      <h2 id="orphans">Data sectors without an entry</h2>
      <p className="muted prose wide">
        The sector with the header and the descriptors has been written over: where the data was for
        is lost, but not its sequence number and 4084 of each 4096 bytes.{' '}
        {data && `${plural(data.total, 'group')} with one number each.`}
      </p>
      {error && <p role="alert">{error.message}</p>}
      <WindowTable
        label="Data sectors without an entry"
        columns={columns}
        rows={data?.rows ?? NO_ROWS}
        start={params?.start ?? start}
        total={data?.total ?? 0}
        pageSize={PAGE_SIZE}
        loading={loading}
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
