/** What is at somebody's own risk in the chain, beside what is made of its disk; nothing where nothing is. */
import { riskWords } from '../../../engine/disk/chain/chain-words.ts'
import { useApp } from '../../store/use-app.ts'
import { ToneIcon } from '../../ui/tone-icon.tsx'
import { UntrustedText } from '../../ui/untrusted-text.tsx'

export function ChainRisk() {
  const files = useApp((state) => state.chain?.files) ?? []
  return files.map(({ name, link }, index) => {
    const words = riskWords(link ?? {})
    return (
      words.length > 0 && (
        // biome-ignore lint/suspicious/noArrayIndexKey: two files may have one name
        <p key={index} className="anywhere">
          <ToneIcon sign="warning" label="at your own risk" /> Parent{' '}
          <strong>
            <UntrustedText text={name} />
          </strong>
          : {words.join(' ')}
        </p>
      )
    )
  })
}
