/** The parent of a differencing disk, as the parent locator names it. */
import type { ParentLocator } from '../../../engine/image/metadata/read-parent-locator.ts'
import { ChainRail } from '../../shared/chain/chain-rail.tsx'
import { useActions } from '../../store/use-app.ts'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import facts from './fact-list.module.css'
import styles from './overview-view.module.css'

/** The keys of §2.6.2.6.3, in words. */
const KEYS: Readonly<Record<string, string>> = {
  parent_linkage: 'Identity (parent_linkage)',
  parent_linkage2: 'Second identity (parent_linkage2)',
  relative_path: 'Beside this file (relative_path)',
  volume_path: 'On its volume (volume_path)',
  absolute_win32_path: 'On its machine (absolute_win32_path)',
}

/** A locator has five keys; a hostile one may have tens of thousands. */
const MOST_PAIRS = 12

export function ParentCard({ locator }: { readonly locator: ParentLocator }) {
  const { select } = useActions()
  const shown = locator.pairs.slice(0, MOST_PAIRS)
  const path = ['relative_path', 'absolute_win32_path', 'volume_path']
    .map((key) => locator.pairs.find((pair) => pair.key === key)?.value)
    .find((value) => value !== undefined)
  return (
    <section className={`part frame ${styles.panel}`} aria-labelledby="parent">
      <h2 id="parent">A child disk</h2>
      <p className={styles.lead}>
        {path === undefined ? (
          'It holds only what differs from a parent disk, which it does not name.'
        ) : (
          <>
            It holds only what differs from its parent{' '}
            <strong>
              <UntrustedText text={path} />
            </strong>
            . The parent is not needed to look at the log or to replay it.
          </>
        )}
      </p>
      <ChainRail />
      <dl className={`lined ${facts.facts}`} data-wide="">
        {shown.map(({ key, value, valueAt }) => (
          <div key={valueAt.offset}>
            <dt>{KEYS[key] ?? <UntrustedText text={key} />}</dt>
            <dd>
              <UntrustedText text={value} />{' '}
              <button
                type="button"
                data-kind="link"
                onClick={() => select(valueAt, { reveal: true })}
              >
                bytes
              </button>
            </dd>
          </div>
        ))}
      </dl>
      {locator.pairs.length > shown.length && (
        <p className={styles.more}>
          and {locator.pairs.length - shown.length} more under Structure
        </p>
      )}
    </section>
  )
}
