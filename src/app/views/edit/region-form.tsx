/** An entry of the region tables as a form. */
import { useState } from 'react'
import { BAT_REGION, METADATA_REGION } from '../../../engine/format/region-table.ts'
import type { Edit } from '../../../engine/journal/edit.ts'
import { useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { IndexInput, indexOf } from './index-input.tsx'
import { SubjectForm } from './subject-form.tsx'
import { regionSubject } from './subjects.ts'

const NAMES: ReadonlyMap<string, string> = new Map([
  [BAT_REGION, 'BAT'],
  [METADATA_REGION, 'Metadata'],
])

export function RegionForm({ onEdit }: { readonly onEdit: (edit: Edit) => void }) {
  const { current } = useOpenFile().inspection.before.regionTables
  const edits = useApp((app) => app.edits)
  const [text, setText] = useState('0')
  const entries = current?.entries ?? []
  const entry = entries[indexOf(text, entries.length) ?? -1]
  if (entries.length === 0) return <p className="aside">No region table can be read.</p>
  const subject = entry && regionSubject(entries.indexOf(entry), entry.values, edits)
  return (
    <>
      <IndexInput text={text} count={entries.length} onText={setText}>
        {entry && `${NAMES.get(entry.values.guid) ?? 'An unknown region'}, in both tables`}
      </IndexInput>
      {subject && <SubjectForm key={subject.key} subject={subject} onEdit={onEdit} />}
    </>
  )
}
