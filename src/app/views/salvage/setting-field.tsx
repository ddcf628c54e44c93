/** One setting of a way: what it is taken with and why, to be chosen or typed otherwise. */
import { useId } from 'react'
import { upperFirst } from '../../../engine/bytes/format.ts'
import type { SettingWords } from '../../../engine/salvage/salvage-words.ts'
import type { SalvageValue, ValueOption } from '../../../engine/salvage/value-words.ts'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import styles from './salvage.module.css'

interface SettingFieldProps {
  readonly name: string
  readonly words: SettingWords
  /** What the engine would take, and what else the file shows; `undefined` where nothing is known. */
  readonly known: SalvageValue | undefined
  /** What the user has said; `undefined` where nothing. */
  readonly typed: string | undefined
  /** Why that cannot be. */
  readonly problem: string | undefined
  readonly onValue: (value: string) => void
}

export function SettingField({ name, words, known, typed, problem, onValue }: SettingFieldProps) {
  const id = useId()
  const value = typed ?? known?.value ?? ''
  const options = optionsOf(words, known)
  const isProposed = known !== undefined && known.value !== '' && value === known.value
  const describedBy = `${id}-why ${id}-wrong`
  return (
    <fieldset
      className={styles.setting}
      aria-describedby={words.kind === 'choice' ? describedBy : undefined}
    >
      <legend>
        <code>{name}</code> <span className="muted">{words.what}</span>
      </legend>
      {options.map((option) => (
        <label key={option.value} className="check">
          <input
            type="radio"
            name={`${id}-${name}`}
            checked={option.value === value}
            onChange={() => onValue(option.value)}
          />
          <span>
            <code>
              <UntrustedText text={option.value} />
            </code>{' '}
            <UntrustedText text={option.why} />
          </span>
        </label>
      ))}
      {words.kind !== 'choice' && (
        <input
          type="text"
          aria-label={name}
          aria-invalid={problem !== undefined || undefined}
          aria-describedby={describedBy}
          value={value}
          spellCheck={false}
          autoComplete="off"
          onChange={({ target }) => onValue(target.value)}
        />
      )}
      <p id={`${id}-why`} className="muted">
        {isProposed && <UntrustedText text={whyOf(known)} />}
      </p>
      <p id={`${id}-wrong`} className="wrong" role="alert">
        {problem && <UntrustedText text={problem} />}
      </p>
    </fieldset>
  )
}

const whyOf = ({ from, against }: SalvageValue): string =>
  [`${upperFirst(from)}.`, ...against].join(' ')

/**
 * Of a choice all that may be said, or what the file leaves of it; else what the file shows, where that
 * is more than one thing.
 */
function optionsOf(
  { kind, choices = {} }: SettingWords,
  known: SalvageValue | undefined,
): readonly ValueOption[] {
  const found = known?.options ?? []
  if (kind !== 'choice') return found.length > 1 ? found : []
  return Object.entries(choices).map(([value, means]) => {
    const why = found.find((option) => option.value === value)?.why
    return { value, why: [`${upperFirst(means)}.`, ...(why === undefined ? [] : [why])].join(' ') }
  })
}
