/** The file as one bar: each share of the account as long as it is large. */
import { useId, useRef } from 'react'
import { partWords, sharesFound } from '../../../../engine/account/account-words.ts'
import { SHARE_NAMES, type Share, type ShareBytes } from '../../../../engine/account/share-words.ts'
import { formatBytes } from '../../../../engine/bytes/format.ts'
import { useWidth } from '../../../ui/use-width.ts'
import styles from './account.module.css'
import { layShares } from './share-bar-layout.ts'
import { ShareBox, SharePatterns } from './share-fill.tsx'

/** CSS pixels. */
const HEIGHT = 32

interface ShareBarProps {
  /** ", on disk" where there is one for each of two states. */
  readonly where: string
  readonly size: number
  readonly bytes: ShareBytes
  /** The others are less plain to see; none: all of them. */
  readonly chosen: readonly Share[]
}

export function ShareBar({ where, size, bytes, chosen }: ShareBarProps) {
  const root = useRef<HTMLDivElement>(null)
  const width = useWidth(root)
  const id = useId()
  const found = sharesFound(bytes)
  const spans = layShares(
    found.map((share) => [share, bytes[share]] as const),
    width,
  )
  const parts = found.map(
    (share) =>
      `${SHARE_NAMES[share]} ${formatBytes(bytes[share])}, ${partWords(bytes[share], size)}`,
  )
  return (
    <div ref={root} className={styles.bar}>
      <svg
        width={width}
        height={HEIGHT}
        role="img"
        aria-label={`Where the ${formatBytes(size)} of the file go${where}: ${parts.join('; ')}.`}
      >
        <SharePatterns id={id} shares={found} />
        {spans.map(({ share, ...box }) => (
          <g key={share} data-off={(chosen.length > 0 && !chosen.includes(share)) || undefined}>
            <ShareBox {...box} kind={share} patterns={id} y={0} height={HEIGHT} />
            <path className={styles.edge} d={`M${box.x} 0v${HEIGHT}`} />
          </g>
        ))}
        <rect
          className={styles.border}
          x={0.5}
          y={0.5}
          width={Math.max(width - 1, 0)}
          height={HEIGHT - 1}
        />
      </svg>
    </div>
  )
}
