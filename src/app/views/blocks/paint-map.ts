/** Paints the cells of a block map: one small tile for each look, copied as whole pixels. */
import { type BlockClass, CHANGED_BIT } from '../../../engine/format/block-class.ts'
import { SIGN_SIZE, SIGNS } from './block-signs.ts'
import type { MapLayout } from './map-layout.ts'
import { type MapFilter, shownClass } from './map-words.ts'

const CLASS_COLOURS = {
  'not-present': 'bat-not-present',
  zero: 'bat-zero',
  undefined: 'bat-undefined',
  unmapped: 'bat-unmapped',
  'fully-present': 'bat-fully-present',
  'partially-present': 'bat-partially-present',
  invalid: 'bat-invalid',
} as const satisfies Record<BlockClass, string>

type MapColour = (typeof CLASS_COLOURS)[BlockClass] | 'surface' | 'text'
export const MAP_COLOURS: readonly MapColour[] = [
  ...Object.values(CLASS_COLOURS),
  'surface',
  'text',
]
export type MapColours = Readonly<Record<MapColour, string>>

/** Smaller cells have no room for a sign, or for a line between them. CSS pixels. */
const SIGN_FROM = 6
const GAP_FROM = 5

interface Look {
  readonly of: BlockClass | undefined
  readonly changed: boolean
}

interface Brush {
  readonly colours: MapColours
  /** Pixels of the device: of a cell, and of one CSS pixel. */
  readonly size: number
  readonly scale: number
}

interface MapPaint extends Pick<Brush, 'colours' | 'scale'> {
  readonly layout: MapLayout
  readonly filter: MapFilter
}

/** `cells` are bits (see `BLOCK_CLASSES`), and as many as the layout has. */
export function paintMap(
  canvas: HTMLCanvasElement,
  cells: Uint8Array,
  { layout, filter, colours, scale }: MapPaint,
): void {
  const { size, columns, rows } = layout
  canvas.width = columns * size
  canvas.height = rows * size
  const context = canvas.getContext('2d')
  if (!context || columns * rows === 0) return
  const tileOf = tilesFor({ colours, size, scale }, filter)
  const image = context.createImageData(canvas.width, canvas.height)
  const pixels = new Uint32Array(image.data.buffer)
  for (let cell = 0; cell < cells.length; cell++) {
    const tile = tileOf(cells[cell] ?? 0)
    const column = cell % columns
    let to = ((cell - column) * size + column) * size
    for (let from = 0; from < tile.length; to += canvas.width - size) {
      for (const end = from + size; from < end; ) pixels[to++] = tile[from++] ?? 0
    }
  }
  context.putImageData(image, 0, 0)
}

/** Cells of the same bits look the same; there are not more than 256 tiles. */
function tilesFor(brush: Brush, filter: MapFilter): (bits: number) => Uint32Array {
  const canvas = document.createElement('canvas')
  canvas.width = brush.size
  canvas.height = brush.size
  const context = canvas.getContext('2d', { willReadFrequently: true })
  const tiles: Uint32Array[] = []
  return (bits) => {
    const known = tiles[bits]
    if (known) return known
    const look = { of: shownClass(bits, filter), changed: (bits & CHANGED_BIT) !== 0 }
    const tile = new Uint32Array(brush.size ** 2)
    if (context) {
      drawCell(context, look, brush)
      const { data } = context.getImageData(0, 0, brush.size, brush.size)
      tile.set(new Uint32Array(data.buffer))
    }
    tiles[bits] = tile
    return tile
  }
}

function drawCell(context: CanvasRenderingContext2D, { of, changed }: Look, brush: Brush): void {
  const { colours, size, scale } = brush
  context.resetTransform()
  context.fillStyle = colours.surface
  context.fillRect(0, 0, size, size)
  if (of === undefined) return
  const gap = size >= GAP_FROM * scale ? Math.max(1, Math.round(scale)) : 0
  const inner = size - gap
  context.fillStyle = colours[CLASS_COLOURS[of]]
  context.fillRect(0, 0, inner, inner)
  if (size >= SIGN_FROM * scale) drawSign(context, of, inner, colours)
  if (changed) drawNotch(context, inner, colours)
}

function drawSign(
  context: CanvasRenderingContext2D,
  of: BlockClass,
  inner: number,
  colours: MapColours,
): void {
  const sign = SIGNS[of]
  if (!sign) return
  const colour = sign.dark ? colours.text : colours.surface
  context.setTransform(inner / SIGN_SIZE, 0, 0, inner / SIGN_SIZE, 0, 0)
  const path = new Path2D(sign.path)
  if (sign.filled) {
    context.fillStyle = colour
    context.fill(path)
  } else {
    context.strokeStyle = colour
    // A line of one pixel, however small the cell.
    context.lineWidth = Math.max(1.5, SIGN_SIZE / inner)
    context.stroke(path)
  }
  context.resetTransform()
}

/** A corner in both text and surface colour: one of the two is seen on every fill. */
function drawNotch(context: CanvasRenderingContext2D, inner: number, colours: MapColours): void {
  const outer = Math.max(2, Math.round(inner * 0.6))
  corner(context, inner, outer, colours.surface)
  corner(context, inner, Math.max(1, Math.round(outer * 0.6)), colours.text)
}

function corner(
  context: CanvasRenderingContext2D,
  inner: number,
  side: number,
  colour: string,
): void {
  context.fillStyle = colour
  // By rows of pixels: a path would be blurred along its edge.
  for (let y = 0; y < side; y++) context.fillRect(inner - side + y, y, side - y, 1)
}
