/** The fields of a structure as a form. */
import { useState } from 'react'
import type { Edit } from '../../../engine/journal/edit.ts'
import { FieldInput } from './field-input.tsx'
import { checkForm, startTexts } from './form-values.ts'
import type { Subject } from './subjects.ts'

interface SubjectFormProps {
  readonly subject: Subject
  readonly onEdit: (edit: Edit) => void
}

export function SubjectForm({ subject, onEdit }: SubjectFormProps) {
  const { table, fields, current, choices } = subject
  // What differs from what the form begins with, so that it begins anew where an edit is taken back.
  const [typed, setTyped] = useState<Readonly<Record<string, string>>>({})
  const texts = { ...startTexts(subject), ...typed }
  const { problems, edit } = checkForm(subject, texts)
  return (
    <form
      className="stack loose"
      onSubmit={(event) => {
        event.preventDefault()
        if (!edit) return
        onEdit(edit)
        setTyped({})
      }}
    >
      {fields.map((field) => (
        <FieldInput
          key={field.name}
          field={field}
          section={table.section}
          current={current[field.name]}
          choices={choices[field.name]}
          text={texts[field.name] ?? ''}
          problem={problems[field.name]}
          onText={(text) => setTyped({ ...typed, [field.name]: text })}
        />
      ))}
      <p className="row">
        <button type="submit" aria-disabled={edit === undefined || undefined}>
          Add edit
        </button>
        {Object.keys(typed).length > 0 && (
          <button type="button" data-kind="quiet" onClick={() => setTyped({})}>
            As before
          </button>
        )}
      </p>
    </form>
  )
}
