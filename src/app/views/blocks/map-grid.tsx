/** A map of blocks as a picture with a slider over it: the cursor, by keyboard and by pointer. */

import {
  type KeyboardEvent,
  type PointerEvent,
  useLayoutEffect,
  useMemo,
  useRef,
  useState,
} from 'react'
import type { State } from '../../../engine/inspect/inspection.ts'
import { useUpdateWords } from '../../store/use-update-words.ts'
import { useColours } from '../../ui/use-colours.ts'
import { maskBlocks, shareText } from './account/share-filter.ts'
import type { ShareFilter } from './account/use-accounts.ts'
import { useShareCells } from './account/use-share-cells.ts'
import styles from './map-grid.module.css'
import { cellAt, type MapLayout, moveBlock } from './map-layout.ts'
import { cellText, type MapFilter } from './map-words.ts'
import { MAP_COLOURS, paintMap } from './paint-map.ts'

export interface MapGridProps {
  readonly label: string
  /** What it shows, in one sentence. */
  readonly summary: string
  /** Of the disk; the map may have a part of them. */
  readonly blocks: number
  /** The first block of the first cell. */
  readonly first: number
  readonly layout: MapLayout
  /** `undefined` until they have been read. */
  readonly cells: Uint8Array | undefined
  readonly state: State
  readonly filter: MapFilter
  readonly shares: ShareFilter
  /** Pixels of the device in one of CSS. */
  readonly scale: number
  /** The block that the cursor is on; it may lie outside of this map. */
  readonly block: number
  readonly onBlock: (block: number) => void
  /** Enter, or a double click. */
  readonly onOpen: () => void
}

export function MapGrid(props: MapGridProps) {
  const { label, summary, blocks, first, layout, cells, filter, scale, block, onBlock, onOpen } =
    props
  const { any } = props.shares
  const root = useRef<HTMLDivElement>(null)
  const canvas = useRef<HTMLCanvasElement>(null)
  const [hovered, setHovered] = useState<number>()
  const colours = useColours(root, MAP_COLOURS)
  const { classes, changedOnly } = filter
  const { perCell, size, columns, rows } = layout
  const end = first + layout.blocks
  const query = { state: props.state, of: 'disk', from: first, to: end, perCell } as const
  const shareCells = useShareCells(props.shares, query)
  const painted = useMemo(
    () => (any.length === 0 ? cells : cells && shareCells && maskBlocks(cells, shareCells, any)),
    [cells, shareCells, any],
  )
  useLayoutEffect(() => {
    if (!canvas.current || !painted || !colours || painted.length !== layout.cells) return
    paintMap(canvas.current, painted, { layout, filter: { classes, changedOnly }, colours, scale })
  }, [painted, layout, classes, changedOnly, colours, scale])

  const cell = Math.floor((Math.min(Math.max(block, first), end - 1) - first) / perCell)
  const update = useUpdateWords()
  const words = (of: number) => {
    const from = first + of * perCell
    const text = cellText({ from, to: Math.min(from + perCell, end), bits: cells?.[of] }, update)
    return text + shareText(shareCells?.[of] ?? 0, any)
  }
  const pick = (next: number) => {
    if (next !== cell || block < first || block >= end) onBlock(first + next * perCell)
  }
  const cellUnder = (event: PointerEvent) => {
    const box = event.currentTarget.getBoundingClientRect()
    return cellAt((event.clientX - box.left) * scale, (event.clientY - box.top) * scale, layout)
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.altKey || event.ctrlKey || event.metaKey) return
    if (event.key === 'Enter') return onOpen()
    const next = moveBlock(block, event.key, layout, blocks)
    if (next === undefined) return
    event.preventDefault()
    if (next !== block) onBlock(next)
  }
  const side = size / scale
  const column = cell % columns

  return (
    <div className={`stack tight ${styles.map}`} ref={root}>
      <div
        className={styles.frame}
        style={{ width: `${columns * side}px`, height: `${rows * side}px` }}
      >
        <canvas ref={canvas} className={styles.picture} role="img" aria-label={summary} />
        <div
          className={styles.cursor}
          style={{
            left: `${column * side}px`,
            top: `${((cell - column) / columns) * side}px`,
            width: `${side}px`,
            height: `${side}px`,
          }}
        />
        <div
          role="slider"
          tabIndex={0}
          aria-label={label}
          aria-valuemin={0}
          aria-valuemax={blocks - 1}
          aria-valuenow={block}
          aria-valuetext={words(cell)}
          className={styles.slider}
          onKeyDown={onKeyDown}
          onDoubleClick={onOpen}
          onPointerDown={(event) => {
            event.currentTarget.setPointerCapture(event.pointerId)
            pick(cellUnder(event))
          }}
          onPointerMove={(event) => {
            const under = cellUnder(event)
            setHovered(under)
            if (event.currentTarget.hasPointerCapture(event.pointerId)) pick(under)
          }}
          onPointerLeave={() => setHovered(undefined)}
        />
      </div>
      <p className={`muted numbers ${styles.readout}`} aria-hidden="true">
        {words(Math.min(hovered ?? cell, layout.cells - 1))}
      </p>
    </div>
  )
}
