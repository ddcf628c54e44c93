/** The disk that the log is composed for: what a recipe says of it, or an image of the workbench. */
import { useEffect, useId } from 'react'
import { formatBytes } from '../../../../engine/bytes/format.ts'
import { useActions, useApp } from '../../../store/use-app.ts'
import { useOpenFile } from '../../../store/use-open-file.ts'
import { useDraft } from '../use-lab.ts'
import { Choice, Field, FieldFrame } from './field.tsx'
import { inBytes } from './gloss.ts'
import styles from './lab-form.module.css'
import { keysAt, listAt, valueAt } from './recipe-edit.ts'

function BaseChoice() {
  const { base } = useDraft()
  const { setBase, listKept } = useActions()
  const kept = useApp((app) => app.kept)
  const id = useId()
  useEffect(() => void listKept(), [listKept])
  const names = kept.status === 'listed' ? kept.images.map(({ name }) => name) : []
  const known = base === undefined || names.includes(base) ? names : [base, ...names]
  return (
    <FieldFrame label="The log goes onto" id={id} problems={[]} wide>
      <select
        id={id}
        value={base ?? ''}
        onChange={({ target: { value } }) => setBase(value === '' ? undefined : value)}
      >
        <option value="">A new disk, as below</option>
        {known.map((name) => (
          <option key={name} value={name}>
            {name}, of the workbench
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}

/** What a recipe may say besides, and this form does not show. */
const ELSEWHERE = [
  ['blocks', 'blocks'],
  ['sectorBitmaps', 'sector bitmaps'],
  ['bat', 'BAT entries'],
  ['headers', 'header fields'],
  ['patches', 'patches'],
] as const

function Elsewhere() {
  const { recipe } = useDraft()
  const { showRecipe } = useActions()
  const present = ELSEWHERE.flatMap(([name, words]) => {
    const count = listAt(recipe, [name]).length || keysAt(recipe, [name]).length
    return count > 0 ? [words] : []
  })
  return (
    <p className={`muted ${styles.note}`}>
      {present.length > 0
        ? `The recipe also has ${present.join(', ')}. `
        : 'A recipe can also have blocks, BAT entries, header fields and patches. '}
      <button type="button" data-kind="link" onClick={() => showRecipe({ as: 'json' })}>
        Edit the JSON
      </button>
    </p>
  )
}

export function ImageForm() {
  const { base, recipe } = useDraft()
  const { inspection } = useOpenFile()
  const { size, before, log } = inspection
  const stated = valueAt(recipe, ['fileSize']) !== undefined
  return (
    <div className={styles.grid}>
      <Field at={['about']} label="What it shows" kind="text" wide usual="in your own words" />
      <BaseChoice />
      {base === undefined ? (
        <>
          <Field at={['disk', 'size']} label="Disk size" required gloss={inBytes} />
          <Field at={['disk', 'blockSize']} label="Block size" usual="1 MiB" gloss={inBytes} />
          <Choice
            at={['disk', 'kind']}
            label="Kind"
            choices={['fixed', 'differencing']}
            usual="dynamic"
          />
          <Choice
            at={['disk', 'logicalSectorSize']}
            label="Logical sector"
            choices={[4096]}
            usual="512"
          />
          <Choice
            at={['disk', 'physicalSectorSize']}
            label="Physical sector"
            choices={[512]}
            usual="4096"
          />
          <Field
            at={['fileSize']}
            label="File size"
            usual={stated ? undefined : formatBytes(size)}
            gloss={inBytes}
          />
          <Field at={['log', 'length']} label="Log size" usual="1 MiB" gloss={inBytes} />
        </>
      ) : (
        <p className={`muted ${styles.note}`}>
          Disk, blocks and log size are those of the image, which stays as it is: the log is put
          onto a copy. {before.geometry && `It is a ${before.geometry.kind} disk.`}
        </p>
      )}
      <Field at={['log', 'guid']} label="LogGuid" kind="text" wide usual={log?.guid} />
      {base === undefined && <Elsewhere />}
    </div>
  )
}
