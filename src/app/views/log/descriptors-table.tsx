/** The descriptors of an entry: what each writes, where, and what becomes of it. */
import { useState } from 'react'
import { formatBytes, formatCount, formatHex } from '../../../engine/bytes/format.ts'
import { visibleText } from '../../../engine/bytes/visible-text.ts'
import type { DescriptorRow } from '../../../engine/entries/descriptor-rows.ts'
import type { LogDescriptor, LogEntry } from '../../../engine/log/log.ts'
import { FATE_WORDS } from '../../shared/log/entry-words.ts'
import { pageOf, usePage } from '../../store/use-page.ts'
import { WindowTable } from '../../table/data-table.tsx'
import { columnHelper } from '../../table/table-model.ts'
import { DescriptorDetail } from './descriptor-detail.tsx'

const PAGE_SIZE = 128

function placeText(descriptor: LogDescriptor): string {
  switch (descriptor.kind) {
    case 'data':
      return formatHex(descriptor.fileOffset, 8)
    case 'zero':
      return `${formatHex(descriptor.fileOffset, 8)} + ${formatBytes(descriptor.zeroLength)}`
    case 'unknown':
      return '–'
  }
}

const helper = columnHelper<DescriptorRow>()
const columns = helper.columns([
  helper.accessor(({ descriptor }) => descriptor.index, {
    id: 'index',
    header: '#',
    meta: { numeric: true },
  }),
  helper.accessor(({ descriptor }) => descriptor.kind, { id: 'kind', header: 'Type' }),
  helper.accessor(({ descriptor }) => placeText(descriptor), {
    id: 'place',
    header: 'File offset',
    meta: { numeric: true },
  }),
  helper.accessor(({ target }) => visibleText(target), {
    id: 'target',
    header: 'Target',
    meta: { wide: true },
  }),
  helper.accessor('changedBytes', {
    header: 'Bytes changed',
    cell: ({ row }) => {
      const { changedBytes } = row.original
      return changedBytes === undefined ? '–' : formatCount(changedBytes)
    },
    meta: { numeric: true },
  }),
  helper.accessor(({ fate }) => FATE_WORDS[fate], { id: 'fate', header: 'What becomes of it' }),
])

export function DescriptorsTable({ entry }: { readonly entry: LogEntry }) {
  const { position } = entry
  const [window, setWindow] = useState({ position, start: 0, index: 0 })
  const now = window.position === position ? window : { position, start: 0, index: 0 }
  const read = usePage('log.descriptors', { position, start: now.start, count: PAGE_SIZE })
  const page = pageOf(read, read.params?.position === position)
  const chosen = page.data?.rows.find(({ descriptor }) => descriptor.index === now.index)
  return (
    <>
      <WindowTable
        label="Descriptors of the entry"
        columns={columns}
        page={page}
        start={now.start}
        pageSize={PAGE_SIZE}
        onWindow={(start) => setWindow({ ...now, start })}
        empty="This entry has no descriptors: it changes nothing."
        isSelected={({ descriptor }) => descriptor.index === chosen?.descriptor.index}
        onSelect={({ descriptor }) => setWindow({ ...now, index: descriptor.index })}
      />
      {chosen && <DescriptorDetail descriptor={chosen.descriptor} />}
    </>
  )
}
