/** One descriptor: its fields, and the way to its bytes, its data and its target. */
import type { ByteRange } from '../../../engine/bytes/byte-source.ts'
import { DESCRIPTOR_SIZE, LOG_SECTOR_SIZE } from '../../../engine/format/layout.ts'
import { dataDescriptor, zeroDescriptor } from '../../../engine/format/log-entry.ts'
import { writtenRange } from '../../../engine/log/descriptor-target.ts'
import type { LogDescriptor } from '../../../engine/log/log.ts'
import { FieldTable } from '../../shared/fields/field-table.tsx'
import { useShowBytes } from '../../shared/use-show-bytes.ts'

interface Link {
  readonly name: string
  readonly range: ByteRange | undefined
}

function linksOf(descriptor: LogDescriptor): readonly Link[] {
  const sector =
    descriptor.kind === 'data' && descriptor.sectorAt !== undefined
      ? { offset: descriptor.sectorAt, length: LOG_SECTOR_SIZE }
      : undefined
  return [
    { name: 'the descriptor', range: { offset: descriptor.at, length: DESCRIPTOR_SIZE } },
    { name: 'its data sector in the log', range: sector },
    { name: 'the place it writes to', range: writtenRange(descriptor) },
  ]
}

const TABLES = { data: dataDescriptor, zero: zeroDescriptor }

export function DescriptorDetail({ descriptor }: { readonly descriptor: LogDescriptor }) {
  const showBytes = useShowBytes()
  const table = descriptor.kind === 'unknown' ? undefined : TABLES[descriptor.kind]
  const title = `Descriptor ${descriptor.index}`
  return (
    <>
      <p className="links">
        Show the bytes of
        {linksOf(descriptor).map(
          ({ name, range }) =>
            range && (
              <button key={name} type="button" data-kind="link" onClick={() => showBytes(range)}>
                {name}
              </button>
            ),
        )}
      </p>
      {table && (
        <FieldTable
          key={descriptor.at}
          label={title}
          table={table}
          copies={[{ title, offset: descriptor.at }]}
        />
      )}
    </>
  )
}
