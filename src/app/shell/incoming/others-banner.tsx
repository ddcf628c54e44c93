/** Says which of several files is open that came together and make no chain, and offers the others. */
import { plural } from '../../../engine/bytes/format.ts'
import { useActions, useApp } from '../../store/use-app.ts'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { UntrustedText } from '../../ui/untrusted-text.tsx'
import styles from '../stale-banner.module.css'

/** As many are offered by name. */
const MOST = 5

export function OthersBanner() {
  const together = useApp((state) => state.together)
  const { openOther, forgetOthers } = useActions()
  if (!together) return null
  const { files, shown } = together
  const others = files
    .map(({ file }, index) => ({ name: file.name, index }))
    .filter(({ index }) => index !== shown)
  const more = others.length - MOST
  return (
    <div className={`banner anywhere ${styles.banner}`} role="status">
      <ToneIcon sign="info" />
      <p>
        <strong>
          {plural(files.length, 'file')} came together, and{' '}
          <UntrustedText text={files[shown]?.file.name ?? ''} /> is open
        </strong>
        {shown === 0 && ', the first of them'}. None is the child of another, so they make no chain.
        {more > 0 && ` ${plural(more, 'more file')} can be opened by dropping them again.`}
      </p>
      {others.slice(0, MOST).map(({ name, index }) => (
        <button key={index} type="button" onClick={() => void openOther(index)}>
          Open <UntrustedText text={name} />
        </button>
      ))}
      <button type="button" data-kind="quiet" onClick={forgetOthers}>
        Dismiss
      </button>
    </div>
  )
}
