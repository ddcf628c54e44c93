/** The parent locator of a differencing disk. */
import { formatHex, plural } from '../../../engine/bytes/format.ts'
import { sameRange } from '../../../engine/bytes/ranges.ts'
import { parentLocatorHeader } from '../../../engine/format/parent-locator.ts'
import type {
  ParentLocator,
  ParentLocatorPair,
} from '../../../engine/image/metadata/read-parent-locator.ts'
import { FieldTable } from '../../shared/fields/field-table.tsx'
import { useActions, useApp } from '../../store/use-app.ts'
import { ListTable } from '../../table/data-table.tsx'
import { columnHelper } from '../../table/table-model.ts'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import { StructureSection } from './structure-section.tsx'
import styles from './structure-view.module.css'

const helper = columnHelper<ParentLocatorPair>()
const columns = helper.columns([
  helper.accessor('key', {
    header: 'Key',
    cell: ({ getValue }) => <UntrustedText text={getValue()} />,
  }),
  helper.accessor('value', {
    header: 'Value',
    meta: { wide: true },
    cell: ({ getValue }) => <UntrustedText text={getValue()} />,
  }),
  helper.accessor(({ valueAt }) => valueAt.offset, {
    id: 'offset',
    header: 'Value at',
    meta: { numeric: true },
    cell: ({ getValue }) => formatHex(getValue()),
  }),
])

export function ParentSection({ locator }: { readonly locator: ParentLocator }) {
  const { select } = useActions()
  const selection = useApp((state) => state.selection)
  const { at, pairs } = locator
  return (
    <StructureSection
      id="parent-locator"
      title="Parent locator"
      section="2.6.2.6"
      parts={[{ name: 'Parent locator', range: at, facts: [plural(pairs.length, 'pair')] }]}
    >
      <FieldTable
        label={parentLocatorHeader.name}
        table={parentLocatorHeader}
        copies={[{ title: parentLocatorHeader.name, offset: at.offset }]}
      />
      <div className={`stack ${styles.entries}`}>
        <h3>Pairs</h3>
        <ListTable
          label="Pairs of the parent locator"
          columns={columns}
          rows={pairs}
          empty="The locator has no pairs that can be read."
          isSelected={({ valueAt }) => sameRange(selection, valueAt)}
          onSelect={({ valueAt }) => select(valueAt)}
        />
      </div>
    </StructureSection>
  )
}
