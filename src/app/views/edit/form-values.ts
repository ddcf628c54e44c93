/** A form from its texts to an edit, checked while somebody types. */
import type { Edit, FieldValue } from '../../../engine/journal/edit.ts'
import { readField, textOf } from './field-text.ts'
import type { FieldValues, Subject } from './subjects.ts'

/** By the names of the fields; for those with names for their values, the number. */
export type FormTexts = Readonly<Record<string, string>>

export interface CheckedForm {
  /** By the names of the fields, one sentence each. */
  readonly problems: Readonly<Record<string, string>>
  /** `undefined` where there are problems, or nothing is another. */
  readonly edit: Edit | undefined
}

export const startTexts = ({ fields, latest }: Subject): FormTexts =>
  Object.fromEntries(
    fields.map((field) => [field.name, textOf(field, latest[field.name] ?? '')] as const),
  )

export function checkForm(subject: Subject, texts: FormTexts): CheckedForm {
  const problems: Record<string, string> = {}
  const values: Record<string, FieldValue> = {}
  for (const field of subject.fields) {
    const { name } = field
    const read = readField(field, texts[name] ?? '')
    if (!read.ok) problems[name] = read.problem
    else if (read.value !== subject.latest[name]) values[name] = read.value
  }
  const isReady = Object.keys(problems).length === 0 && Object.keys(values).length > 0
  return { problems, edit: isReady ? subject.edit(values satisfies FieldValues) : undefined }
}
