/** The picture of the strip of the file: its space by owner, what the replay changes, where it ends. */
import { useId } from 'react'
import { MIB } from '../../../../engine/format/layout.ts'
import { CELL_HEIGHT, EDGE, StripDrawing } from '../../../strip/strip-drawing.tsx'
import type { StripView } from '../../../strip/strip-frame.tsx'
import styles from './file-strip.module.css'
import { SpaceBox, SpacePatterns } from './space-fill.tsx'
import { type SpaceCells, spaceSpans } from './space-spans.ts'
import type { SpaceFilter } from './space-words.ts'

/** Of the words beside the end of the file. */
const LABEL_WIDTH = 90

interface FileStripPictureProps {
  readonly view: StripView
  /** `undefined` until they have been read; they may be those of an earlier view. */
  readonly map: SpaceCells | undefined
  readonly filter: SpaceFilter
  /** Of the file, in bytes. */
  readonly size: number
  /** The MiB that the slider is on. */
  readonly unit: number
  readonly summary: string
}

export function FileStripPicture(props: FileStripPictureProps) {
  const { view, map, filter, size, unit, summary } = props
  const { window, perCell, width } = view
  const id = useId()
  const scale = width / window.count
  const x = (at: number) => Math.min(Math.max((at - window.first) * scale, 0), width)
  const spans = map ? spaceSpans(map, filter) : []
  const end = size / MIB
  const isEndShown = end > window.first && end < window.first + window.count
  const isLabelLeft = x(end) + LABEL_WIDTH > width
  const cell = unit - (unit % perCell)
  const cursor = x(cell + Math.min(perCell, window.first + window.count - cell) / 2)

  return (
    <StripDrawing
      width={width}
      summary={summary}
      cells={
        <>
          <SpacePatterns id={id} />
          {spans.map(({ kind, changed, from, to }) => {
            const box = { x: x(from), width: Math.max(x(to) - x(from), 0) }
            if (kind === undefined || box.width === 0) return null
            return (
              <g key={from}>
                <SpaceBox {...box} kind={kind} patterns={id} y={EDGE} height={CELL_HEIGHT} />
                {changed && (
                  <rect
                    className={styles.changed}
                    x={box.x}
                    width={Math.max(box.width, 2)}
                    y={EDGE - 8}
                    height={4}
                  />
                )}
              </g>
            )
          })}
        </>
      }
      marks={
        isEndShown && (
          <>
            <path className={styles.end} d={`M${x(end)} ${EDGE - 4}v${CELL_HEIGHT + 12}`} />
            <text
              className={styles.label}
              x={x(end) + (isLabelLeft ? -6 : 6)}
              y={EDGE + CELL_HEIGHT + 13}
              textAnchor={isLabelLeft ? 'end' : 'start'}
            >
              end of the file
            </text>
          </>
        )
      }
      cursor={cursor}
    />
  )
}
