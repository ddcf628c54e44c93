/** What would be written to the log: entries with their descriptors. */

import { formatBytes, formatHex, plural } from '../../../engine/bytes/format.ts'
import { visibleText } from '../../../engine/bytes/visible-text.ts'
import { logPosition } from '../../../engine/format/log-words.ts'
import type { PendingEntry } from '../../../engine/journal/edit-preview.ts'
import { ListTable } from '../../table/data-table.tsx'
import { columnHelper } from '../../table/table-model.ts'

type Descriptor = PendingEntry['descriptors'][number]

const helper = columnHelper<Descriptor>()
const columns = helper.columns([
  helper.accessor('kind', { header: 'Type' }),
  helper.accessor(({ fileOffset }) => formatHex(fileOffset, 8), {
    id: 'place',
    header: 'File offset',
    meta: { numeric: true },
  }),
  helper.accessor(({ length }) => formatBytes(length), {
    id: 'length',
    header: 'Size',
    meta: { numeric: true },
  }),
  helper.accessor(({ target }) => visibleText(target), {
    id: 'target',
    header: 'Target',
    meta: { wide: true },
  }),
])

export function PendingEntries({ entries }: { readonly entries: readonly PendingEntry[] }) {
  return (
    <section className="panel pane" aria-labelledby="pending-log">
      <h2 id="pending-log">
        In the log <span className="aside">{plural(entries.length, 'entry', 'entries')}</span>
      </h2>
      {entries.map(({ position, length, descriptors, descriptorCount }) => (
        <div key={position}>
          <h3>
            Entry at {logPosition(position)}{' '}
            <span className="aside">
              {formatBytes(length)}, {plural(descriptorCount, 'descriptor')}
            </span>
          </h3>
          <ListTable
            label={`Descriptors of the entry at ${logPosition(position)}`}
            columns={columns}
            rows={descriptors}
            empty="This entry has no descriptors: it only says where the log begins."
          />
          {descriptorCount > descriptors.length && (
            <p className="aside">
              and {plural(descriptorCount - descriptors.length, 'more descriptor')}
            </p>
          )}
        </div>
      ))}
    </section>
  )
}
