/** Where the bytes of the file go: one bar, one table that adds up, and what a compact copy would have. */
import {
  copyWords,
  DOUBTFUL_OWNERS,
  runWords,
  volumeSpaceWords,
} from '../../../../engine/account/account-words.ts'
import { SHARE_MEANINGS, SHARE_NAMES, type Share } from '../../../../engine/account/share-words.ts'
import type { SpaceAccount } from '../../../../engine/account/space-account.ts'
import { readingTitle, readingWords } from '../../../../engine/changes/update-words.ts'
import type { State } from '../../../../engine/inspect/inspection.ts'
import { useOpenFile } from '../../../store/use-open-file.ts'
import { useUpdateWords } from '../../../store/use-update-words.ts'
import { ProgressBar } from '../../../ui/progress.tsx'
import { UntrustedText } from '../../../ui/untrusted-text.tsx'
import styles from './account.module.css'
import { ShareBar } from './share-bar.tsx'
import { ShareTable } from './share-table.tsx'
import type { Accounts } from './use-accounts.ts'

interface SpaceSectionProps {
  readonly shown: readonly State[]
  readonly accounts: Accounts
  readonly chosen: readonly Share[]
  readonly onChange: (chosen: readonly Share[]) => void
}

export function SpaceSection({ shown, accounts, chosen, onChange }: SpaceSectionProps) {
  const words = useUpdateWords()
  const isSkeleton = useOpenFile().inspection.skeleton !== undefined
  const pages = shown.map((state) => ({ state, page: accounts[state] }))
  const found = pages.flatMap(({ state, page: { data } }) => (data ? [{ state, data }] : []))
  const error = pages.find(({ page }) => page.error)?.page.error
  const isWaiting = pages.some(({ page }) => page.loading)
  const whereOf = (state: State) => (shown.length > 1 ? `, ${readingWords(state, words)}` : '')
  const [one, two] = found
  return (
    <section className="panel" aria-labelledby="space">
      <h2 id="space">Space</h2>
      {error && <p role="alert">{error.message}</p>}
      {isWaiting && !accounts.isAsked && !one && (
        <ProgressBar label="Finding out where the space goes" done={0} total={0} />
      )}
      {one && found.length === shown.length && (
        <>
          {found.map(({ state, data: { size, bytes } }) => (
            <figure key={state} className="stack tight">
              {two && <figcaption>{readingTitle(state, words)}</figcaption>}
              <ShareBar where={whereOf(state)} size={size} bytes={bytes} chosen={chosen} />
            </figure>
          ))}
          <div className={styles.columns}>
            <ShareTable
              accounts={two ? [one.data, two.data] : [one.data]}
              chosen={chosen}
              onChange={onChange}
            />
            <div className="stack loose">
              {found.map(({ state, data }) => (
                <div key={state} className="stack">
                  {two && <h3>{readingTitle(state, words)}</h3>}
                  <SpaceSentences account={data} />
                </div>
              ))}
              {!isSkeleton && (
                <LookAtData accounts={accounts} pages={pages.map(({ page }) => page)} />
              )}
              {chosen.length > 0 && (
                <ul className="stack tight muted prose">
                  {chosen.map((share) => (
                    <li key={share}>
                      {SHARE_NAMES[share]}: {SHARE_MEANINGS[share]}
                    </li>
                  ))}
                </ul>
              )}
            </div>
          </div>
        </>
      )}
    </section>
  )
}

interface LookAtDataProps {
  readonly accounts: Accounts
  /** Of the states that are shown. */
  readonly pages: readonly Accounts['before'][]
}

/** The button that has the data read, and how far that is. */
function LookAtData({ accounts: { isAsked, onLook }, pages }: LookAtDataProps) {
  if (pages.every(({ data }) => data?.isLookedAt)) return null
  const running = pages.find(({ loading }) => loading)
  if (isAsked && running) {
    const { done, total } = running.progress ?? { done: 0, total: 0 }
    return (
      <div className="row wide">
        <span className="muted">Looking at the data…</span>
        <ProgressBar label="Looking at the data" done={done} total={total} />
        <button type="button" onClick={() => onLook(false)}>
          Cancel
        </button>
      </div>
    )
  }
  return (
    <div className="row wide">
      <button type="button" onClick={() => onLook(true)}>
        Look for zeros
      </button>
      <span className="muted">
        Reads blocks of zeros and what is nobody’s from end to end, of other blocks only the
        beginning.
      </span>
    </div>
  )
}

function SpaceSentences({
  account: { isKnown, copy, runs, volumes },
}: {
  readonly account: SpaceAccount
}) {
  const [first, ...more] = copyWords(copy)
  return (
    <>
      {!isKnown && <p>{DOUBTFUL_OWNERS}</p>}
      <p>
        <strong>{first}</strong> {more.join(' ')}
      </p>
      <p>{runWords(runs)}</p>
      {volumes.length > 0 && (
        <ul className="stack tight muted">
          {volumes.map((volume) => (
            <li key={volume.at.offset} className="anywhere">
              <UntrustedText text={volumeSpaceWords(volume)} />
            </li>
          ))}
        </ul>
      )}
    </>
  )
}
