/** The BAT entries that a descriptor writes: a row for each, with its index in the table. */

import { useId, useState } from 'react'
import { formatCount } from '../../../../engine/bytes/format.ts'
import { type Path, pathText } from '../../../../engine/compose/recipe.ts'
import {
  PAYLOAD_STATES,
  type PayloadState,
  SECTOR_BITMAP_STATES,
  type SectorBitmapState,
  stateName,
} from '../../../../engine/format/bat-entry.ts'
import { useActions } from '../../../store/use-app.ts'
import { useLead } from '../lead.ts'
import { useDraft, useProblems } from '../use-lab.ts'
import { Choice, Field, FieldFrame, problemProps } from './field.tsx'
import { ofMiB } from './gloss.ts'
import styles from './lab-form.module.css'
import { keysAt, renamed, without, withValue } from './recipe-edit.ts'
import { nextBatIndex } from './templates.ts'

const STATES = [
  ...new Set<PayloadState | SectorBitmapState>([...PAYLOAD_STATES, ...SECTOR_BITMAP_STATES]),
]
const nameOfState = (state: string | number) => stateName(state as PayloadState)

/** Who writes more by hand uses the JSON. */
const MOST_SHOWN = 50

interface IndexFieldProps {
  readonly at: Path
  readonly name: string
  readonly isTaken: (name: string) => boolean
  readonly onRename: (name: string) => void
}

function IndexField({ at, name, isTaken, onRename }: IndexFieldProps) {
  const [typed, setTyped] = useState<string>()
  const id = useId()
  const { endRecipeRun: endRun } = useActions()
  const wrong = useProblems(at)
  const text = typed ?? name
  const taken = text !== name && isTaken(text) ? [`There is a row for ${text} already.`] : []
  const problems = [...taken, ...wrong]
  return (
    <FieldFrame label="Index" id={id} problems={problems}>
      <input
        id={id}
        data-at={pathText(at)}
        value={text}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target: { value } }) => {
          setTyped(value)
          if (!isTaken(value)) onRename(value)
        }}
        onBlur={() => {
          if (taken.length === 0) setTyped(undefined)
          endRun()
        }}
        {...problemProps(id, problems)}
      />
    </FieldFrame>
  )
}

export function BatRows({ at }: { readonly at: Path }) {
  const { recipe } = useDraft()
  const { changeRecipe: change } = useActions()
  const lead = useLead()
  const keys = keysAt(recipe, at)
  // Indices are sorted in an object; a row whose index is typed must not jump away meanwhile.
  const [order, setOrder] = useState(keys)
  const rows = [
    ...order.filter((key) => keys.includes(key)),
    ...keys.filter((key) => !order.includes(key)),
  ]
  const rename = (from: string, to: string) => {
    setOrder(rows.map((key) => (key === from ? to : key)))
    change((now) => renamed(now, [...at, from], to), `${pathText(at)}#${rows.indexOf(from)}`)
  }
  const add = () => {
    const index = nextBatIndex(recipe, at)
    setOrder([...rows, index])
    change((now) => withValue(now, [...at, index], { state: 'zero' }))
    lead(pathText([...at, index]))
  }
  const remove = (key: string) => {
    change((now) => without(now, [...at, key]))
    lead(`${pathText(at)}#add`)
  }
  return (
    <>
      {rows.slice(0, MOST_SHOWN).map((key, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the index of the table is what is typed
        <div key={row} className={styles.batRow}>
          <IndexField
            at={[...at, key]}
            name={key}
            isTaken={(name) => keys.includes(name)}
            onRename={(name) => rename(key, name)}
          />
          <Choice at={[...at, key, 'state']} label="State" choices={STATES} nameOf={nameOfState} />
          <Field at={[...at, key, 'fileOffsetMB']} label="FileOffsetMB" usual="0" gloss={ofMiB} />
          <button
            type="button"
            data-kind="quiet"
            aria-label={`Delete: BAT entry ${key}`}
            title="Delete"
            onClick={() => remove(key)}
          >
            <span aria-hidden="true">✕</span>
          </button>
        </div>
      ))}
      {rows.length > MOST_SHOWN && (
        <p className={`muted ${styles.note}`}>
          {formatCount(rows.length - MOST_SHOWN)} more are in the JSON.
        </p>
      )}
      <p>
        <button type="button" data-kind="link" data-at={`${pathText(at)}#add`} onClick={add}>
          Another BAT entry
        </button>
      </p>
    </>
  )
}
