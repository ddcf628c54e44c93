/** The descriptors of an entry: what each writes, where, and what becomes of it. */
import { useState } from 'react'
import { formatBytes, formatCount, formatHex } from '../../../engine/bytes/format.ts'
import { visibleText } from '../../../engine/bytes/visible-text.ts'
import type { DescriptorRow } from '../../../engine/entries/descriptor-rows.ts'
import type { LogDescriptor, LogEntry } from '../../../engine/log/log.ts'
import { FATE_WORDS } from '../../shared/log/entry-words.ts'
import { pageOf, usePage } from '../../store/use-page.ts'
import { WindowTable } from '../../table/data-table.tsx'
import { showing } from '../../table/table-model.ts'
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

const column = showing<DescriptorRow>()
const columns = [
  column('#', ({ descriptor }) => descriptor.index, 'numeric'),
  column('Type', ({ descriptor }) => descriptor.kind),
  column('File offset', ({ descriptor }) => placeText(descriptor), 'numeric'),
  column('Target', ({ target }) => visibleText(target), 'wide'),
  column(
    'Bytes changed',
    ({ changedBytes }) => (changedBytes === undefined ? '–' : formatCount(changedBytes)),
    'numeric',
  ),
  column('What becomes of it', ({ fate }) => FATE_WORDS[fate]),
]

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
