/** The map of the blocks: all of them, and those around the cursor one by one. */

import { useMemo, useRef } from 'react'
import type { BlockMap as Blocks } from '../../../engine/blocks/block-map.ts'
import { formatCount, plural } from '../../../engine/bytes/format.ts'
import { readingTitle, readingWords } from '../../../engine/changes/update-words.ts'
import type { State } from '../../../engine/inspect/inspection.ts'
import { usePage } from '../../store/use-page.ts'
import { useUpdateWords } from '../../store/use-update-words.ts'
import { ProgressBar } from '../../ui/progress.tsx'
import { useWidth } from '../../ui/use-width.ts'
import type { ShareFilter } from './account/use-accounts.ts'
import { ClassSwatch } from './block-swatch.tsx'
import styles from './blocks-view.module.css'
import { MapGrid } from './map-grid.tsx'
import { layoutMap, type MapLayout } from './map-layout.ts'
import { MapLens } from './map-lens.tsx'
import type { MapFilter } from './map-words.ts'

/** CSS pixels. */
const MAP = { height: 320, least: 3, most: 16 } as const
/** Smaller cells cannot be told apart well. */
const CLEAR_FROM = 10

const roomOf = (width: number, scale: number) => ({
  width: Math.floor(width * scale),
  height: Math.round(MAP.height * scale),
  least: Math.round(MAP.least * scale),
  most: Math.round(MAP.most * scale),
})

/** `undefined` until the width is known. */
const useMapLayout = (blocks: number, width: number, scale: number): MapLayout | undefined =>
  useMemo(
    () => (width > 0 ? layoutMap(blocks, roomOf(width, scale)) : undefined),
    [blocks, width, scale],
  )

interface BlockMapProps {
  readonly blocks: number
  readonly shown: readonly State[]
  readonly filter: MapFilter
  readonly shares: ShareFilter
  /** There are blocks that share their place with something else. */
  readonly clashes: boolean
  readonly block: number
  readonly onBlock: (block: number) => void
  readonly onOpen: () => void
}

export function BlockMap(props: BlockMapProps) {
  const { blocks, shown, filter, shares, clashes, block, onBlock, onOpen } = props
  const words = useUpdateWords()
  const root = useRef<HTMLDivElement>(null)
  const width = useWidth(root)
  const scale = window.devicePixelRatio
  const layout = useMapLayout(blocks, width, scale)
  const { data, error, progress } = usePage(
    'blocks.map',
    layout && { from: 0, to: blocks, perCell: layout.perCell, clashes },
  )

  const one = shown.length === 1
  const common = { blocks, filter, shares, scale, block, onBlock, onOpen }

  return (
    <div ref={root} className="stack loose">
      {error && <p role="alert">{error.message}</p>}
      {progress && (
        <ProgressBar
          label="Reading the block allocation table"
          done={progress.done}
          total={progress.total}
        />
      )}
      {layout &&
        shown.map((state) => {
          const where = one ? '' : `, ${readingWords(state, words)}`
          return (
            <figure key={state} className={`stack ${styles.map}`}>
              {!one && <figcaption>{readingTitle(state, words)}</figcaption>}
              <MapGrid
                {...common}
                state={state}
                label={`Map of the blocks${where}`}
                summary={`${plural(blocks, 'block', 'blocks')}, ${formatCount(layout.perCell)} to a cell${where}`}
                first={0}
                layout={layout}
                cells={data?.perCell === layout.perCell ? data[state]?.cells : undefined}
              />
              {layout.size < CLEAR_FROM * scale && (
                <MapLens {...common} clashes={clashes} state={state} where={where} width={width} />
              )}
            </figure>
          )
        })}
      {data && layout && <MapKey map={data} perCell={layout.perCell} />}
    </div>
  )
}

/** What the cells show beside the states that the format has. */
function MapKey({ map, perCell }: { readonly map: Blocks; readonly perCell: number }) {
  const words = useUpdateWords()
  const { before, after, changed } = map
  const notValid = [
    ...(before ? [`${formatCount(before.invalid)} on disk`] : []),
    ...(after ? [`${formatCount(after.invalid)} ${words.after}`] : []),
  ]
  return (
    <ul className={`stack tight muted ${styles.key}`}>
      {perCell > 1 && (
        <li>
          A cell has {formatCount(perCell)} blocks and shows the most important of their states.
        </li>
      )}
      <li>
        <ClassSwatch of="invalid" />
        Not valid (reserved state, no parent, outside of the file, or where something else is):{' '}
        {notValid.join(', ')}
      </li>
      {changed !== undefined && (
        <li>
          <svg className="swatch" viewBox="0 0 16 16" aria-hidden="true">
            <path d="M2 0h14v14z" />
          </svg>
          Changed by {words.agent}: {plural(changed, 'block', 'blocks')}
        </li>
      )}
    </ul>
  )
}
