/** The sector bitmap of a partial block: which of its sectors are in this file, and which in the parent. */
import { formatBytes, formatCount, formatHex } from '../../../engine/bytes/format.ts'
import type { BlockBitmap as Bitmap } from '../../../engine/disk/block-bitmap.ts'
import type { State } from '../../../engine/inspect/inspection.ts'
import { useShowBytes } from '../../shared/use-show-bytes.ts'
import { usePage } from '../../store/use-page.ts'
import styles from './block-bitmap.module.css'

/** Of a fragmented block each sector may be a run of its own. */
const MOST_RUNS = 12

interface BlockBitmapProps {
  readonly state: State
  readonly block: number
  readonly sectorSize: number
}

/** A column for each cell, as high as its share of sectors that are here. */
function Picture({ cells, sectorsPerCell, sectors }: Bitmap) {
  return (
    <svg
      className={styles.picture}
      viewBox={`0 0 ${cells.length} 1`}
      preserveAspectRatio="none"
      aria-hidden="true"
    >
      {cells.map((count, at) => {
        const share = count / Math.min(sectorsPerCell, sectors - at * sectorsPerCell)
        // biome-ignore lint/suspicious/noArrayIndexKey: it is the place of the cell
        return <rect key={at} x={at} y={1 - share} width={1} height={share} />
      })}
    </svg>
  )
}

export function BlockBitmap({ state, block, sectorSize }: BlockBitmapProps) {
  const showBytes = useShowBytes()
  const { data: bitmap, params, error } = usePage('blocks.bitmap', { state, block })
  if (error) return <p role="alert">{error.message}</p>
  if (params?.block !== block || params.state !== state) return null
  if (bitmap === undefined) {
    return (
      <p>
        It has no sector bitmap in the file: nobody can tell which of its sectors are in the parent.
      </p>
    )
  }
  const { sectors, here, at, runs, runCount } = bitmap
  const shown = runs.slice(0, MOST_RUNS)
  return (
    <section className="stack" aria-label="Sector bitmap of the block">
      <p>
        {formatCount(here)} of its {formatCount(sectors)} sectors are in this file, the others in
        the parent.
      </p>
      <Picture {...bitmap} />
      <ul className={`stack tight numbers ${styles.runs}`} aria-label="Runs of sectors">
        {shown.map(({ first, count, here: isHere }) => (
          <li key={first} data-here={isHere}>
            LBA {formatCount(first)}
            {count > 1 && ` to ${formatCount(first + count - 1)}`} (
            {formatBytes(count * sectorSize)}
            ): {isHere ? 'in this file' : 'in the parent'}
          </li>
        ))}
      </ul>
      {runCount > shown.length && <p>and {formatCount(runCount - shown.length)} more runs.</p>}
      <p>
        <button type="button" onClick={() => showBytes(at)}>
          Bytes of the bitmap at {formatHex(at.offset)}
        </button>
      </p>
    </section>
  )
}
