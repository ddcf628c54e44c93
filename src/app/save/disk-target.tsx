/** Where an exported disk goes: into a folder or as a download, and with which hash. */
import { type ReactNode, useState } from 'react'
import { upperFirst } from '../../engine/bytes/format.ts'
import type { HashAlgorithm } from '../../engine/bytes/hash/hash-names.ts'
import type { Refused } from '../../engine/bytes/refused.ts'
import type { ImageWish } from '../../worker/protocol/disk.ts'
import styles from '../ui/dialog-body.module.css'
import { Problem } from '../ui/problem.tsx'
import { HashChoice } from './hash-choice.tsx'
import { SaveAsDownload } from './save-as-download.tsx'
import { SaveToFolder } from './save-to-folder.tsx'

interface DiskTargetProps {
  /** What is exported, in a sentence, or why it cannot be. */
  readonly told: { readonly ok: true; readonly lead: string; readonly wish: ImageWish } | Refused
  /** Of the new file, until the user has typed another one. */
  readonly name: string
  /** Stands above that. */
  readonly children?: ReactNode
}

export function DiskTarget({ told, name: proposed, children }: DiskTargetProps) {
  const folders = typeof window.showDirectoryPicker === 'function'
  const [way, setWay] = useState<'folder' | 'download'>(folders ? 'folder' : 'download')
  const [hash, setHash] = useState<HashAlgorithm>()
  const [typed, setTyped] = useState<string>()
  const name = typed ?? proposed

  return (
    <>
      {folders && (
        <fieldset className={`stack tight ${styles.ways}`}>
          <legend>How to save</legend>
          {(['folder', 'download'] as const).map((id) => (
            <label key={id} className="check">
              <input type="radio" name="way" checked={way === id} onChange={() => setWay(id)} />
              {id === 'folder'
                ? 'Into a folder, read back afterwards'
                : 'As a download of the browser'}
            </label>
          ))}
        </fieldset>
      )}
      <HashChoice hash={hash} way={way} onHash={setHash} />
      {children}
      {told.ok ? (
        <p className={styles.lead}>{upperFirst(told.lead)}</p>
      ) : (
        <Problem text={told.reason} />
      )}
      {told.ok && way === 'folder' && (
        <SaveToFolder
          what={savedAs(told.wish)}
          disk={told.wish}
          hash={hash}
          name={name}
          onName={setTyped}
        />
      )}
      {told.ok && way === 'download' && (
        <SaveAsDownload
          key={JSON.stringify([told.wish, hash])}
          what={savedAs(told.wish)}
          disk={told.wish}
          hash={hash}
          name={name}
        />
      )}
    </>
  )
}

export const savedAs = ({ format }: Pick<ImageWish, 'format'>): 'disk' | 'image' =>
  format === 'raw' ? 'disk' : 'image'
