/** The metadata table and its items. */
import { plural } from '../../../engine/bytes/format.ts'
import { ITEM_TABLES, itemName } from '../../../engine/format/metadata-items.ts'
import { metadataTableEntry, metadataTableHeader } from '../../../engine/format/metadata-table.ts'
import type { MetadataItem } from '../../../engine/image/metadata/metadata.ts'
import { FieldTable } from '../../shared/fields/field-table.tsx'
import { columnHelper } from '../../table/table-model.ts'
import { lengthColumn, offsetColumn } from './entry-columns.ts'
import { useShownImage } from './section-facts.ts'
import { StructureSection } from './structure-section.tsx'
import styles from './structure-view.module.css'
import { TableEntries } from './table-entries.tsx'

const flagsOf = ({ values }: MetadataItem): string =>
  [
    values.isUser ? 'user' : 'system',
    values.isVirtualDisk ? 'disk' : 'file',
    values.isRequired ? 'required' : 'optional',
  ].join(', ')

const helper = columnHelper<MetadataItem>()
const columns = helper.columns([
  helper.accessor('index', { header: 'Entry', meta: { numeric: true } }),
  helper.accessor(itemName, { id: 'name', header: 'Item', meta: { wide: true } }),
  offsetColumn<MetadataItem>('Offset in the region', ({ values }) => values.offset),
  lengthColumn<MetadataItem>(({ values }) => values.length),
  helper.accessor(flagsOf, { id: 'flags', header: 'Flags' }),
])

function Items({ items }: { readonly items: readonly MetadataItem[] }) {
  const known = items.flatMap(({ known: name, range }) =>
    name && name !== 'parentLocator' && range ? [{ table: ITEM_TABLES[name], range }] : [],
  )
  return (
    <>
      <TableEntries
        title="Entries"
        label="Metadata entries"
        entryLabel={({ index }) => `Metadata entry ${index}`}
        columns={columns}
        entries={items}
        table={metadataTableEntry}
      />
      {known.map(({ table, range }) => (
        <div key={`${table.name} ${range.offset}`} className={`stack ${styles.entries}`}>
          <h3>
            {table.name} <span className="small faint">§{table.section}</span>
          </h3>
          <FieldTable
            label={table.name}
            table={table}
            copies={[{ title: table.name, offset: range.offset }]}
          />
        </div>
      ))}
    </>
  )
}

export function MetadataSection() {
  const { metadata } = useShownImage()
  if (!metadata) {
    return (
      <StructureSection
        id="metadata"
        title="Metadata"
        section="2.6"
        parts={[]}
        note="No region table in use says where the metadata is."
      >
        {null}
      </StructureSection>
    )
  }
  const { region, items } = metadata
  return (
    <StructureSection
      id="metadata"
      title="Metadata"
      section="2.6"
      parts={[{ name: 'Metadata region', range: region, facts: [plural(items.length, 'item')] }]}
    >
      <FieldTable
        label="Metadata table header"
        table={metadataTableHeader}
        copies={[{ title: 'Metadata table header', offset: region.offset }]}
      />
      <Items items={items} />
    </StructureSection>
  )
}
