/** A value of the recipe in a form: it shows what was typed, right or wrong, and what is wrong with it. */

import { type ReactNode, useId, useState } from 'react'
import { type Path, pathText } from '../../../../engine/compose/recipe.ts'
import { useActions } from '../../../store/use-app.ts'
import { useDraft, useProblems } from '../use-lab.ts'
import styles from './lab-form.module.css'
import { valueAt, without, withValue } from './recipe-edit.ts'
import { type FieldKind, fieldText, fieldValue, says } from './typed-text.ts'

interface FrameProps {
  readonly label: string
  readonly id: string
  readonly problems: readonly string[]
  /** Beside the label: the value in other words. */
  readonly aside?: string | undefined
  readonly wide?: boolean | undefined
  readonly children: ReactNode
}

export function FieldFrame({ label, id, problems, aside, wide, children }: FrameProps) {
  return (
    <div className={styles.field} data-wide={wide || undefined}>
      <span className={`small muted ${styles.label}`}>
        <label htmlFor={id}>{label}</label>
        {aside && <span className={styles.aside}>{aside}</span>}
      </span>
      {children}
      {problems.length > 0 && (
        <span className="wrong small anywhere" id={`${id}-problem`}>
          {problems.join(' ')}
        </span>
      )}
    </div>
  )
}

/** What an input has to say of its problems. */
export const problemProps = (id: string, problems: readonly string[]) =>
  problems.length > 0 ? { 'aria-invalid': true, 'aria-describedby': `${id}-problem` } : {}

interface FieldProps {
  readonly at: Path
  readonly label: string
  readonly kind?: FieldKind
  /** An empty field is wrong, and not the default. */
  readonly required?: boolean
  /** What it is where nothing is said. */
  readonly usual?: string | undefined
  readonly gloss?: ((value: unknown) => string | undefined) | undefined
  readonly wide?: boolean
}

export function Field({ at, label, kind = 'number', required, usual, gloss, wide }: FieldProps) {
  const { recipe } = useDraft()
  const { changeRecipe: change, endRecipeRun: endRun } = useActions()
  const problems = useProblems(at)
  const [typed, setTyped] = useState<string>()
  const id = useId()
  const value = valueAt(recipe, at)
  const shown = typed !== undefined && says(typed, value, kind) ? typed : fieldText(value)
  const path = pathText(at)
  return (
    <FieldFrame label={label} id={id} problems={problems} aside={gloss?.(value)} wide={wide}>
      <input
        id={id}
        data-at={path}
        value={shown}
        placeholder={usual}
        spellCheck={false}
        autoComplete="off"
        onChange={({ target: { value: text } }) => {
          setTyped(text)
          const isDefault = text === '' && !required
          change(
            (now) => (isDefault ? without(now, at) : withValue(now, at, fieldValue(text, kind))),
            path,
          )
        }}
        onBlur={() => {
          setTyped(undefined)
          endRun()
        }}
        {...problemProps(id, problems)}
      />
    </FieldFrame>
  )
}

interface ChoiceProps {
  readonly at: Path
  readonly label: string
  readonly choices: readonly (string | number)[]
  readonly nameOf?: (choice: string | number) => string
  /** What it is where nothing is said; without it something has to be. */
  readonly usual?: string
}

export function Choice({ at, label, choices, nameOf = String, usual }: ChoiceProps) {
  const { recipe } = useDraft()
  const { changeRecipe: change } = useActions()
  const problems = useProblems(at)
  const id = useId()
  const value = valueAt(recipe, at)
  const isKnown = value === undefined || choices.some((choice) => choice === value)
  return (
    <FieldFrame label={label} id={id} problems={problems}>
      <select
        id={id}
        data-at={pathText(at)}
        value={fieldText(value)}
        onChange={({ target: { value: text } }) => {
          const chosen = choices.find((choice) => String(choice) === text)
          change((now) => (chosen === undefined ? without(now, at) : withValue(now, at, chosen)))
        }}
        {...problemProps(id, problems)}
      >
        {(usual !== undefined || value === undefined) && <option value="">{usual ?? ''}</option>}
        {!isKnown && <option value={fieldText(value)}>{fieldText(value)}</option>}
        {choices.map((choice) => (
          <option key={choice} value={choice}>
            {nameOf(choice)}
          </option>
        ))}
      </select>
    </FieldFrame>
  )
}
