/** An entry of the BAT as a form. */
import { useState } from 'react'
import type { Edit } from '../../../engine/journal/edit.ts'
import { blockName } from '../../shared/bat-words.ts'
import { useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { usePage } from '../../store/use-page.ts'
import { IndexInput, indexOf } from './index-input.tsx'
import { SubjectForm } from './subject-form.tsx'
import { batSubject } from './subjects.ts'

export function BatForm({ onEdit }: { readonly onEdit: (edit: Edit) => void }) {
  const { geometry, bat } = useOpenFile().inspection.before
  const edits = useApp((app) => app.edits)
  const [text, setText] = useState('0')
  const count = geometry && bat ? geometry.batEntries : 0
  const index = indexOf(text, count)
  const page = usePage(
    'blocks.rows',
    index === undefined ? undefined : { state: 'before', start: index, count: 1, sort: 'index' },
  )
  const entry = page.data?.rows[0]?.entry
  const subject = entry && entry.index === index ? batSubject(entry, edits) : undefined
  if (count === 0) return <p className="aside">The BAT cannot be read.</p>
  return (
    <>
      <IndexInput text={text} count={count} onText={setText}>
        {subject && entry && blockName(entry)}
      </IndexInput>
      {page.error && <p role="alert">{page.error.message}</p>}
      {subject && <SubjectForm key={subject.key} subject={subject} onEdit={onEdit} />}
    </>
  )
}
