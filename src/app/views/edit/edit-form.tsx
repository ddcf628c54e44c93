/** A new edit: what is to be changed, and to what. */
import { useId, useState } from 'react'
import { KNOWN_ITEMS } from '../../../engine/format/metadata-items.ts'
import type { Edit } from '../../../engine/journal/edit.ts'
import { useActions, useApp } from '../../store/use-app.ts'
import { useOpenFile } from '../../store/use-open-file.ts'
import { BatForm } from './bat-form.tsx'
import styles from './edit-view.module.css'
import { editWords } from './edit-words.ts'
import { LocatorForm } from './locator-form.tsx'
import { RegionForm } from './region-form.tsx'
import { SubjectForm } from './subject-form.tsx'
import { ITEM_NAMES, itemSubject } from './subjects.ts'

type Target = 'bat-entry' | 'region-entry' | keyof typeof KNOWN_ITEMS

function TargetForm({
  target,
  onEdit,
}: {
  readonly target: Target
  readonly onEdit: (edit: Edit) => void
}) {
  const { before } = useOpenFile().inspection
  const edits = useApp((app) => app.edits)
  switch (target) {
    case 'bat-entry':
      return <BatForm onEdit={onEdit} />
    case 'region-entry':
      return <RegionForm onEdit={onEdit} />
    case 'parentLocator': {
      const locator = before.metadata?.parentLocator
      if (!locator) return <p className="aside">This image has no parent locator.</p>
      const pending = edits.findLast((edit) => edit.kind === 'parent-locator')
      const pairs =
        pending?.kind === 'parent-locator'
          ? pending.pairs
          : locator.pairs.map(({ key, value }) => [key, value] as const)
      return <LocatorForm key={JSON.stringify(pairs)} pairs={pairs} onEdit={onEdit} />
    }
    default: {
      const subject = itemSubject(before.metadata, target, edits)
      if (!subject) return <p className="aside">This item cannot be read.</p>
      return <SubjectForm key={subject.key} subject={subject} onEdit={onEdit} />
    }
  }
}

export function EditForm() {
  const { geometry, metadata } = useOpenFile().inspection.before
  const { addEdit, announce } = useActions()
  const [target, setTarget] = useState<Target>('bat-entry')
  const id = useId()
  const take = (edit: Edit) => {
    addEdit(edit)
    announce(`Pending: ${editWords(edit, geometry).what}`, true)
  }
  return (
    <section className="panel pane" aria-labelledby={`${id}-title`}>
      <h2 id={`${id}-title`}>New edit</h2>
      <div className={styles.target}>
        <label htmlFor={id}>Structure</label>
        <select
          id={id}
          value={target}
          onChange={({ target: { value } }) => setTarget(value as Target)}
        >
          <option value="bat-entry">BAT entry</option>
          <option value="region-entry">Region table entry</option>
          <optgroup label="Metadata items">
            {ITEM_NAMES.map((name) => (
              <option key={name} value={name}>
                {KNOWN_ITEMS[name].name}
              </option>
            ))}
            {metadata?.parentLocator && <option value="parentLocator">Parent Locator</option>}
          </optgroup>
        </select>
      </div>
      <TargetForm target={target} onEdit={take} />
      <p className="aside">Any byte of the metadata can be typed over on the screen Bytes.</p>
    </section>
  )
}
