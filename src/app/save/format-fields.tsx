/** The choice of the format of an exported disk, and of what a VHDX is to be like. */
import { useEffect, useState } from 'react'
import { formatBytes, upperFirst } from '../../engine/bytes/format.ts'
import { MAX_BLOCK_SIZE, MIB } from '../../engine/format/layout.ts'
import {
  DEFAULT_BLOCK_SIZE,
  FORMAT_WORDS,
  type ImageFormat,
} from '../../engine/new-image/format-words.ts'
import type { DiskWindow, FreeAnswer } from '../../worker/protocol/disk.ts'
import { errorInfo } from '../store/error-info.ts'
import { useAppStore } from '../store/use-app.ts'
import styles from '../ui/dialog-body.module.css'
import { UntrustedText } from '../ui/untrusted-text.tsx'
import type { FormatChoice } from './export-format.ts'

const BLOCK_SIZES: readonly number[] = Array.from(
  { length: Math.log2(MAX_BLOCK_SIZE / MIB) + 1 },
  (_, power) => MIB * 2 ** power,
)

interface FormatFieldsProps {
  readonly formats: readonly ImageFormat[]
  readonly choice: FormatChoice
  /** Of the open file, in bytes; none of a raw one. */
  readonly blockSize: number | undefined
  /** What is exported; none where the user has still to say it. */
  readonly part: DiskWindow | undefined
  readonly onChoice: (choice: FormatChoice) => void
}

export function FormatFields({ formats, choice, blockSize, part, onChoice }: FormatFieldsProps) {
  const { format } = choice
  return (
    <>
      <fieldset className={`stack tight ${styles.wishes}`}>
        <legend>Format</legend>
        <div className={styles.formats}>
          {formats.map((id) => (
            <label key={id} className="check">
              <input
                type="radio"
                name="format"
                checked={format === id}
                aria-describedby="use-of-format"
                onChange={() => onChoice({ ...choice, format: id })}
              />
              {upperFirst(FORMAT_WORDS[id].name.replace(/^a /, ''))}
            </label>
          ))}
        </div>
        <p className="muted" id="use-of-format">
          {FORMAT_WORDS[format].use}
        </p>
      </fieldset>
      {(format === 'vhdx' || format === 'vhdx-fixed') && (
        <fieldset className={`stack tight ${styles.wishes}`}>
          <legend>The new VHDX</legend>
          <label className="check">
            Size of its blocks
            <select
              value={choice.blockSize ?? blockSize ?? DEFAULT_BLOCK_SIZE}
              onChange={({ target }) => onChoice({ ...choice, blockSize: Number(target.value) })}
            >
              {BLOCK_SIZES.map((size) => (
                <option key={size} value={size}>
                  {formatBytes(size)}
                  {size === blockSize ? ', as in this file' : ''}
                </option>
              ))}
            </select>
          </label>
          {blockSize !== undefined && (
            <label className="check">
              <input
                type="checkbox"
                checked={choice.keepsId}
                onChange={({ target }) => onChoice({ ...choice, keepsId: target.checked })}
              />
              Keep the disk ID, for an image that takes the place of this one
            </label>
          )}
          {format === 'vhdx' && part && (
            <DropFree
              key={JSON.stringify(part)}
              part={part}
              checked={choice.dropsFree}
              onChange={(dropsFree) => onChoice({ ...choice, dropsFree })}
            />
          )}
        </fieldset>
      )}
    </>
  )
}

type Asked =
  | { readonly status: 'asking' }
  | { readonly status: 'failed'; readonly message: string }
  | ({ readonly status: 'answered' } & FreeAnswer)

interface DropFreeProps {
  readonly part: DiskWindow
  readonly checked: boolean
  readonly onChange: (checked: boolean) => void
}

/** Offered where it is proven to be safe; else why not. */
function DropFree({ part: { state, offset, length }, checked, onChange }: DropFreeProps) {
  const store = useAppStore()
  const [asked, setAsked] = useState<Asked>({ status: 'asking' })

  useEffect(() => {
    const abort = new AbortController()
    const { call } = store.getState()
    call('disk.free', { state, offset, length }, { signal: abort.signal }).then(
      (answer) => setAsked({ status: 'answered', ...answer }),
      (thrown) => {
        if (!abort.signal.aborted) {
          setAsked({ status: 'failed', message: errorInfo(thrown).message })
        }
      },
    )
    return () => abort.abort()
  }, [store, state, offset, length])

  const reasons =
    asked.status === 'answered'
      ? asked.reasons
      : [asked.status === 'failed' ? asked.message : 'The file systems are being looked at …']
  return (
    <>
      <label className="check">
        <input
          type="checkbox"
          checked={checked}
          disabled={asked.status !== 'answered' || !asked.isAny}
          aria-describedby="drop-free-reasons"
          onChange={({ target }) => onChange(target.checked)}
        />
        Leave out blocks that are wholly free in the guest’s file systems; they become zeros
      </label>
      {reasons.length > 0 && (
        <ul className="muted" id="drop-free-reasons">
          {reasons.map((reason) => (
            <li key={reason}>
              <UntrustedText text={reason} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
