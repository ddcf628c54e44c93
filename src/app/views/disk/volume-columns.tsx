/** The columns of the partitions. */
import { formatBytes, formatHex } from '../../../engine/bytes/format.ts'
import seenStyles from '../../shared/seen.module.css'
import { columnHelper } from '../../table/table-model.ts'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import type { VolumeRow } from './volume-rows.ts'

const helper = columnHelper<VolumeRow>()

const text = (value: string | undefined) =>
  value === undefined || value === '' ? '–' : <UntrustedText text={value} />

const seenIn = helper.accessor('seen', {
  header: 'Seen',
  cell: ({ row: { original } }) => (
    <span className={seenStyles.seen} data-seen={original.seenIn}>
      {original.seen}
    </span>
  ),
})

const facts = [
  helper.accessor(({ partition }) => partition.number, {
    id: 'number',
    header: 'No.',
    meta: { numeric: true },
  }),
  helper.accessor(({ partition }) => partition.typeName ?? partition.type, {
    id: 'type',
    header: 'Type',
    cell: ({ row: { original } }) => (
      <span title={original.partition.type}>
        {original.partition.typeName ?? original.partition.type}
      </span>
    ),
  }),
  helper.accessor(({ partition }) => partition.name, {
    id: 'name',
    header: 'Name',
    meta: { wide: true },
    cell: ({ getValue }) => text(getValue()),
  }),
  helper.accessor(({ partition }) => partition.at.offset, {
    id: 'start',
    header: 'Start',
    meta: { numeric: true },
    cell: ({ getValue }) => formatHex(getValue()),
  }),
  helper.accessor(({ partition }) => partition.at.length, {
    id: 'size',
    header: 'Size',
    meta: { numeric: true },
    cell: ({ getValue }) => formatBytes(getValue()),
  }),
  helper.accessor(({ fileSystem }) => fileSystem?.kind, {
    id: 'fileSystem',
    header: 'File system',
    cell: ({ getValue }) => getValue() ?? '–',
  }),
  helper.accessor(({ fileSystem }) => fileSystem?.label, {
    id: 'label',
    header: 'Label',
    cell: ({ getValue }) => text(getValue()),
  }),
]

export const volumeColumns = helper.columns(facts)
/** With the state that each row is seen in. */
export const comparedColumns = helper.columns([...facts, seenIn])
