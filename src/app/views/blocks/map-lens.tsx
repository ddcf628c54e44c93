/** The blocks around the cursor, each with a cell of its own in which one can see its sign. */
import { useMemo } from 'react'
import { formatCount } from '../../../engine/bytes/format.ts'
import { usePage } from '../../store/use-page.ts'
import { MapGrid, type MapGridProps } from './map-grid.tsx'

/** CSS pixels, and rows. */
const SIDE = 14
const ROWS = 4

type CommonProps = Pick<
  MapGridProps,
  'blocks' | 'state' | 'filter' | 'shares' | 'scale' | 'block' | 'onBlock' | 'onOpen'
>

interface MapLensProps extends CommonProps {
  /** There are blocks that share their place with something else. */
  readonly clashes: boolean
  /** Behind the names: ", on disk" where both states are shown. */
  readonly where: string
  /** CSS pixels. */
  readonly width: number
}

export function MapLens({ clashes, where, width, ...common }: MapLensProps) {
  const { blocks, state, block, scale } = common
  const size = Math.round(SIDE * scale)
  const columns = Math.max(1, Math.floor((width * scale) / size))
  const held = columns * ROWS
  // It turns like a page, so that the cursor moves in it and not the blocks under the cursor.
  const first = Math.floor(block / held) * held
  const cells = Math.min(held, blocks - first)
  const layout = useMemo(
    () => ({
      blocks: cells,
      perCell: 1,
      cells,
      size,
      columns: Math.min(columns, cells),
      rows: Math.ceil(cells / columns),
    }),
    [cells, size, columns],
  )
  const { data } = usePage('blocks.map', {
    from: first,
    to: first + cells,
    perCell: 1,
    clashes,
  })
  return (
    <MapGrid
      {...common}
      label={`Blocks around the cursor${where}`}
      summary={`Blocks ${formatCount(first)} to ${formatCount(first + cells - 1)}, one to a cell${where}`}
      first={first}
      layout={layout}
      cells={data?.from === first ? data[state]?.cells : undefined}
    />
  )
}
