/** The descriptors of an entry of the recipe, and the buttons that add more. */

import { useId } from 'react'
import { type Path, pathText } from '../../../../engine/compose/recipe.ts'
import { useActions } from '../../../store/use-app.ts'
import { useOpenFile } from '../../../store/use-open-file.ts'
import { useLead } from '../lead.ts'
import { useDraft } from '../use-lab.ts'
import { BatRows } from './bat-rows.tsx'
import { Field } from './field.tsx'
import { inBytes, inHex } from './gloss.ts'
import { ItemFrame, type ItemPlace } from './item-frame.tsx'
import styles from './lab-form.module.css'
import { inserted, listAt, valueAt } from './recipe-edit.ts'
import { DESCRIPTOR_KINDS, type DescriptorKind, newDescriptor, scratchPlace } from './templates.ts'

const NAMES: Readonly<Record<DescriptorKind, string>> = {
  bat: 'BAT entries',
  data: 'Data',
  zero: 'Zero',
}

function Fields({ at, kind }: { readonly at: Path; readonly kind: unknown }) {
  switch (kind) {
    case 'bat':
      return <BatRows at={[...at, 'entries']} />
    case 'data':
      return (
        <div className={styles.grid}>
          <Field at={[...at, 'fileOffset']} label="File offset" required gloss={inHex} />
          <Field at={[...at, 'fill']} label="Fill byte" usual="0" />
          <Field at={[...at, 'count']} label="Count" usual="1" />
          <Field at={[...at, 'bytes']} label="Bytes, hexadecimal" kind="text" wide usual="none" />
        </div>
      )
    case 'zero':
      return (
        <div className={styles.grid}>
          <Field at={[...at, 'fileOffset']} label="File offset" required gloss={inHex} />
          <Field at={[...at, 'length']} label="Length" required gloss={inBytes} />
          <Field at={[...at, 'count']} label="Count" usual="1" />
        </div>
      )
    default:
      return <p className={`muted ${styles.note}`}>This is no descriptor that the form knows.</p>
  }
}

function Descriptor(place: ItemPlace) {
  const { list, index } = place
  const { recipe } = useDraft()
  const at: Path = [...list, index]
  const kind = valueAt(recipe, [...at, 'kind'])
  const known = DESCRIPTOR_KINDS.find((each) => each === kind)
  return (
    <ItemFrame
      {...place}
      what="descriptor"
      title={`${index + 1}. ${known ? NAMES[known] : 'Unknown'}`}
    >
      <Fields at={at} kind={kind} />
    </ItemFrame>
  )
}

/** What one comes to first in a new descriptor. */
const FIRST_FIELD: Readonly<Record<DescriptorKind, string>> = {
  bat: 'entries',
  data: 'fileOffset',
  zero: 'fileOffset',
}

export function DescriptorList({ at }: { readonly at: Path }) {
  const { recipe } = useDraft()
  const { inspection } = useOpenFile()
  const { changeRecipe: change } = useActions()
  const lead = useLead()
  const id = useId()
  const descriptors = listAt(recipe, at)
  const add = (kind: DescriptorKind) => {
    const item = newDescriptor(kind, recipe, scratchPlace(inspection))
    change((now) => inserted(now, at, item))
    const first = Object.keys('entries' in item ? item.entries : {}).map((key) => ['entries', key])
    lead(pathText([...at, descriptors.length, ...(first[0] ?? [FIRST_FIELD[kind]])]))
  }
  return (
    <section aria-labelledby={id} className="stack">
      <h3 id={id}>Descriptors</h3>
      <ol className={`stack ${styles.items}`}>
        {descriptors.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what is at an index is all that there is to it
          <Descriptor key={index} list={at} index={index} count={descriptors.length} />
        ))}
      </ol>
      <p className="row muted">
        Add
        {DESCRIPTOR_KINDS.map((kind, index) => (
          <button
            key={kind}
            type="button"
            data-at={index === 0 ? `${pathText(at)}#add` : undefined}
            onClick={() => add(kind)}
          >
            {NAMES[kind]}
          </button>
        ))}
      </p>
    </section>
  )
}
