/** Both region tables, and the regions that each of them lists. */
import { plural } from '../../../engine/bytes/format.ts'
import { regionTableEntry, regionTableHeader } from '../../../engine/format/region-table.ts'
import type { RegionEntry, RegionTableCopy } from '../../../engine/image/regions/region-tables.ts'
import { FieldTable } from '../../shared/fields/field-table.tsx'
import { columnHelper } from '../../table/table-model.ts'
import { lengthColumn, offsetColumn } from './entry-columns.ts'
import { checksumWords, useShownImage } from './section-facts.ts'
import { StructureSection } from './structure-section.tsx'
import { TableEntries } from './table-entries.tsx'

const helper = columnHelper<RegionEntry>()
const columns = helper.columns([
  helper.accessor('index', { header: 'Entry', meta: { numeric: true } }),
  helper.accessor('name', { header: 'Region' }),
  offsetColumn<RegionEntry>('File offset', ({ values }) => values.fileOffset),
  lengthColumn<RegionEntry>(({ values }) => values.length),
  helper.accessor(({ values }) => values.required, { id: 'required', header: 'Required' }),
  helper.accessor(({ values }) => values.guid, {
    id: 'guid',
    header: 'GUID',
    meta: { wide: true },
    cell: ({ getValue }) => <span className="data">{getValue()}</span>,
  }),
])

const Entries = ({ copy, entries }: RegionTableCopy) => (
  <TableEntries
    title={`Entries of region table ${copy}`}
    label={`Entries of region table ${copy}`}
    entryLabel={({ index }) => `Entry ${index} of region table ${copy}`}
    columns={columns}
    entries={entries}
    table={regionTableEntry}
  />
)

const fingerprint = ({ entries }: RegionTableCopy): string =>
  entries
    .map(({ values }) => [values.guid, values.fileOffset, values.length, values.required].join())
    .join(';')

export function RegionSection() {
  const { copies, current } = useShownImage().regionTables
  const [first, second] = copies
  const same = fingerprint(first) === fingerprint(second)
  const shown = same ? [current ?? first] : copies
  return (
    <StructureSection
      id="regions"
      title="Region tables"
      section="2.2.3"
      parts={copies.map(({ copy, at, checksum, current: chosen }) => ({
        name: `Region table ${copy}`,
        range: at,
        facts: [checksumWords(checksum), ...(chosen ? ['in use'] : [])],
      }))}
      note={
        same
          ? `Both tables list the same ${plural(first.entries.length, 'region')}.`
          : 'The tables do not list the same.'
      }
    >
      <FieldTable
        label="Region table headers"
        table={regionTableHeader}
        copies={[
          { title: 'Region table 1', offset: first.at.offset },
          { title: 'Region table 2', offset: second.at.offset },
        ]}
      />
      {shown.map((copy) => (
        <Entries key={copy.copy} {...copy} />
      ))}
    </StructureSection>
  )
}
