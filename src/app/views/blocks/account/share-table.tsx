/** The shares of the account as a table that adds up, each of them a switch that shows it alone. */
import { partWords, sharesFound } from '../../../../engine/account/account-words.ts'
import type { Share, ShareBytes } from '../../../../engine/account/share-words.ts'
import { SHARE_NAMES } from '../../../../engine/account/share-words.ts'
import type { SpaceAccount } from '../../../../engine/account/space-account.ts'
import { formatBytes, formatCount } from '../../../../engine/bytes/format.ts'
import { useUpdateWords } from '../../../store/use-update-words.ts'
import { signed } from '../census.ts'
import styles from './account.module.css'
import { ShareSwatch } from './share-fill.tsx'

interface ShareTableProps {
  /** Of the one state that is shown, or of both. */
  readonly accounts: readonly [SpaceAccount, SpaceAccount?]
  readonly chosen: readonly Share[]
  readonly onChange: (chosen: readonly Share[]) => void
}

export function ShareTable({ accounts, chosen, onChange }: ShareTableProps) {
  const words = useUpdateWords()
  const [one, two] = accounts
  const found = sharesFound(one.bytes, ...(two ? [two.bytes] : []))
  const cells = (of: (bytes: ShareBytes, size: number) => number) => {
    const bytes = of(one.bytes, one.size)
    if (two) return comparedCells(bytes, of(two.bytes, two.size))
    return (
      <>
        <td>{formatBytes(bytes)}</td>
        <td>{formatCount(bytes)}</td>
        <td>{partWords(bytes, one.size)}</td>
      </>
    )
  }
  return (
    <table className={`ruled ${styles.shares}`} data-compared={two !== undefined || undefined}>
      <caption className="unseen">Where the bytes of the file go</caption>
      <thead>
        <tr>
          <th scope="col">Share</th>
          {(two ? ['On disk', words.title, 'Difference'] : ['Size', 'Bytes', 'Part']).map(
            (title) => (
              <th key={title} scope="col">
                {title}
              </th>
            ),
          )}
        </tr>
      </thead>
      <tbody>
        {found.map((share) => {
          const isOn = chosen.includes(share)
          return (
            <tr key={share} data-on={isOn || undefined}>
              <th scope="row">
                <button
                  type="button"
                  aria-pressed={isOn}
                  onClick={() =>
                    onChange(isOn ? chosen.filter((each) => each !== share) : [...chosen, share])
                  }
                >
                  <ShareSwatch share={share} />
                  {SHARE_NAMES[share]}
                </button>
              </th>
              {cells((bytes) => bytes[share])}
            </tr>
          )
        })}
      </tbody>
      <tfoot>
        <tr>
          <th scope="row">The file</th>
          {cells((_, size) => size)}
        </tr>
      </tfoot>
    </table>
  )
}

const comparedCells = (before: number, after: number) => (
  <>
    <td>{formatCount(before)}</td>
    <td>{formatCount(after)}</td>
    <td data-changed={before !== after || undefined}>{signed(after - before)}</td>
  </>
)
