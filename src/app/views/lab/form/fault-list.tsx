/** What is wrong with an entry on purpose: faults by name, and the numbers of those that have some. */

import { useId } from 'react'
import type { RecipeFaultKind } from '../../../../engine/compose/recipe.ts'
import { type Path, pathText } from '../../../../engine/compose/recipe.ts'
import { FAULT_WORDS } from '../../../../engine/compose/words/faults.ts'
import { useActions } from '../../../store/use-app.ts'
import { useDraft } from '../use-lab.ts'
import { Field } from './field.tsx'
import { inHex } from './gloss.ts'
import { ItemFrame, type ItemPlace } from './item-frame.tsx'
import styles from './lab-form.module.css'
import { inserted, listAt, valueAt, without } from './recipe-edit.ts'
import { FAULT_KINDS, FAULTS } from './templates.ts'

interface FieldWords {
  readonly name: string
  readonly label: string
  readonly text?: boolean
  readonly required?: boolean
  readonly usual?: string
}

const SECTOR = { name: 'sector', label: 'Sector of the entry', usual: 'the last' }

/** The fields of each kind of fault that has some. */
const FIELDS: Partial<Readonly<Record<RecipeFaultKind, readonly FieldWords[]>>> = {
  'torn-sector': [SECTOR],
  'lost-sector': [SECTOR],
  gap: [{ name: 'by', label: 'Numbers left out', usual: '1' }],
  header: [
    { name: 'signature', label: 'Signature', text: true, usual: 'loge' },
    { name: 'checksum', label: 'Checksum' },
    { name: 'entryLength', label: 'EntryLength' },
    { name: 'tail', label: 'Tail' },
    { name: 'descriptorCount', label: 'DescriptorCount' },
    { name: 'reserved', label: 'Reserved', usual: '0' },
  ],
  patch: [
    { name: 'at', label: 'At, in the entry', required: true },
    { name: 'length', label: 'Length', usual: 'that of the bytes' },
    { name: 'fill', label: 'Fill byte', usual: '0' },
    { name: 'bytes', label: 'Bytes, hexadecimal', text: true },
  ],
  flip: [{ name: 'at', label: 'At, in the entry', required: true }],
}

function Fault(place: ItemPlace) {
  const { recipe } = useDraft()
  const at: Path = [...place.list, place.index]
  const stated = valueAt(recipe, [...at, 'kind'])
  const kind = FAULT_KINDS.find((each) => each === stated)
  const fields = (kind && FIELDS[kind]) ?? []
  return (
    <ItemFrame
      {...place}
      what="fault"
      ordered={false}
      title={kind ? FAULTS[kind].name : 'Unknown'}
      note={kind ? FAULT_WORDS[kind] : 'This is no fault that the form knows.'}
    >
      {fields.length > 0 && (
        <div className={styles.grid}>
          {fields.map(({ name, label, text, required = false, usual }) => (
            <Field
              key={name}
              at={[...at, name]}
              label={label}
              kind={text ? 'text' : 'number'}
              required={required}
              usual={usual}
              gloss={inHex}
            />
          ))}
        </div>
      )}
    </ItemFrame>
  )
}

export function FaultList({ at }: { readonly at: Path }) {
  const { recipe } = useDraft()
  const { changeRecipe: change } = useActions()
  const id = useId()
  const faults = listAt(recipe, at)
  const kinds = faults.map((fault) => valueAt(fault, ['kind']))
  const toggle = (kind: RecipeFaultKind) =>
    change((now) => {
      if (!kinds.includes(kind)) return inserted(now, at, FAULTS[kind].template)
      return kinds.reduceRight<unknown>(
        (rest, each, index) => (each === kind ? without(rest, [...at, index]) : rest),
        now,
      )
    })
  return (
    <section aria-labelledby={id} className="stack">
      <h3 id={id}>Faults</h3>
      <p className={`row tight ${styles.chips}`} data-at={`${pathText(at)}#add`} tabIndex={-1}>
        {FAULT_KINDS.map((kind) => (
          <button
            key={kind}
            type="button"
            title={FAULT_WORDS[kind]}
            aria-pressed={kinds.includes(kind)}
            onClick={() => toggle(kind)}
          >
            {FAULTS[kind].name}
          </button>
        ))}
      </p>
      <ul className={`stack ${styles.items}`}>
        {faults.map((_, index) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: what is at an index is all that there is to it
          <Fault key={index} list={at} index={index} count={faults.length} />
        ))}
      </ul>
    </section>
  )
}
