/** One setting of a way: what it is taken with and why, to be chosen or typed otherwise. */
import { useId, useRef } from 'react'
import { upperFirst } from '../../../engine/bytes/format.ts'
import type { SettingWords } from '../../../engine/salvage/salvage-words.ts'
import { choicesOf, type SalvageValue } from '../../../engine/salvage/value-words.ts'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import styles from './salvage.module.css'

export interface SettingFieldProps {
  readonly name: string
  readonly words: SettingWords
  /** What the engine would take, and what else the file shows; `undefined` where nothing is known. */
  readonly known: SalvageValue | undefined
  /** Whether `known` is what follows from what is said by now. */
  readonly isAnswered: boolean
  /** Whether the user has said something: a field that was emptied says nothing. */
  readonly isSet: boolean
  /** What stands in the field; `undefined` where nobody has touched it. */
  readonly typed: string | undefined
  /** Why that cannot be, or what has to be set. */
  readonly problem: string | undefined
  /** `undefined` takes back what was said. */
  readonly onValue: (value: string | undefined) => void
}

export function SettingField(props: SettingFieldProps) {
  const { name, words, known, isAnswered, isSet, typed, problem, onValue } = props
  const id = useId()
  const root = useRef<HTMLFieldSetElement>(null)
  const value = typed ?? known?.value ?? ''
  // However it was written.
  const chosen = isSet && isAnswered ? known?.value : value
  const choices = choicesOf(words, known)
  const isChoice = words.kind === 'choice'
  const why = !isSet && known && known.value !== '' ? `${upperFirst(known.from)}.` : undefined
  const against = isAnswered && known ? known.against.join(' ') : ''
  const notes = [`${id}-why`, `${id}-against`, `${id}-wrong`].join(' ')
  return (
    <fieldset
      ref={root}
      className={styles.setting}
      aria-describedby={isChoice ? notes : undefined}
      tabIndex={-1}
    >
      <legend>
        <code>{name}</code> <span className="muted">{words.what}</span>
      </legend>
      {(isChoice || choices.length > 1) &&
        choices.map((option) => (
          <label key={option.value} className="check">
            <input
              type="radio"
              name={`${id}-${name}`}
              checked={option.value === chosen}
              onChange={() => onValue(option.value)}
            />
            <span>
              <code>
                <UntrustedText text={option.value} />
              </code>{' '}
              {option.why && <UntrustedText text={option.why} />}
            </span>
          </label>
        ))}
      {!isChoice && (
        <input
          type="text"
          aria-label={name}
          aria-invalid={(isSet && problem !== undefined) || undefined}
          aria-describedby={notes}
          value={value}
          placeholder={known?.value}
          spellCheck={false}
          autoComplete="off"
          onChange={({ target }) => onValue(target.value)}
        />
      )}
      <p id={`${id}-why`} className="muted">
        {why && <UntrustedText text={why} />}
      </p>
      <p id={`${id}-against`} className={styles.against}>
        {against && (
          <span className="signed">
            <ToneIcon sign="warning" />
            <UntrustedText text={against} />
          </span>
        )}
      </p>
      <p
        id={`${id}-wrong`}
        className={isSet ? 'wrong' : undefined}
        role={isSet ? 'alert' : undefined}
      >
        {problem && <UntrustedText text={problem} />}
      </p>
      {typed !== undefined && (
        <p>
          <button
            type="button"
            data-kind="link"
            onClick={() => {
              onValue(undefined)
              // The button goes, and the focus must not go with it.
              root.current?.focus()
            }}
          >
            Do not set {name}
          </button>
        </p>
      )}
    </fieldset>
  )
}
