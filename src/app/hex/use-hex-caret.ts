/** Caret and scroll position of a hex view, kept in step with what is selected elsewhere. */
import { type KeyboardEvent, useState } from 'react'
import type { ByteRange } from '../../engine/bytes/byte-source.ts'
import {
  type Caret,
  caretOn,
  caretRange,
  type HexShape,
  jumpTop,
  moveOffset,
  revealOffset,
  scrollTop,
} from './hex-caret.ts'

/** Which rows are in view, and how that is changed. */
export interface HexScroll {
  readonly shape: HexShape
  /** Offset of the first row, a multiple of the bytes per row. */
  readonly top: number
  readonly scrollBy: (rows: number) => void
  /** Shows the row of this offset first, or the last rows of the file. */
  readonly scrollTo: (offset: number) => void
}

export interface HexCaret {
  readonly caret: Caret
  readonly moveTo: (offset: number, extend: boolean) => void
  /** As `moveTo`, but never behind the last byte. */
  readonly pointTo: (offset: number, extend: boolean) => void
  /** Where one of the keys of every hex view leads. */
  readonly moveByKey: (event: KeyboardEvent) => void
  readonly scroll: HexScroll
}

interface Placed {
  readonly caret: Caret
  readonly top: number
  /** The selection that the caret was put on. */
  readonly selection: ByteRange | undefined
}

const sameRange = (a: ByteRange | undefined, b: ByteRange | undefined): boolean =>
  a?.offset === b?.offset && a?.length === b?.length

const isShown = (top: number, at: number, shape: HexShape): boolean =>
  revealOffset(top, at, shape) === top

/** `firstTop` is where the view begins at first, instead of around the selection. */
export function useHexCaret(
  shape: HexShape,
  selection: ByteRange | undefined,
  select: (range: ByteRange) => void,
  firstTop?: number,
): HexCaret {
  const [placed, setPlaced] = useState<Placed>({
    caret: caretOn(selection ?? { offset: 0, length: 1 }),
    top: firstTop ?? (selection ? jumpTop(selection.offset, shape) : 0),
    selection,
  })

  // Selected elsewhere: the caret goes there, and the view only if the place is not in it.
  let now = placed
  if (!sameRange(placed.selection, selection)) {
    const caret = selection ? caretOn(selection) : { at: placed.caret.at, anchor: placed.caret.at }
    const visible = isShown(placed.top, caret.at, shape)
    now = { caret, top: visible ? placed.top : jumpTop(caret.at, shape), selection }
    setPlaced(now)
  }
  const { caret } = now
  // Another number of bytes per row, or a shorter file.
  const top = scrollTop(now.top, 0, shape)

  const moveTo = (offset: number, extend: boolean) => {
    const next: Caret = { at: offset, anchor: extend ? caret.anchor : offset }
    const range = caretRange(next)
    setPlaced({ caret: next, top: revealOffset(top, offset, shape), selection: range })
    select(range)
  }

  const scrollFrom = (next: (top: number) => number) =>
    setPlaced((last) => ({ ...last, top: next(last.top) }))

  return {
    caret,
    moveTo,
    pointTo: (offset, extend) => moveTo(Math.min(offset, shape.size - 1), extend),
    moveByKey(event) {
      if (event.altKey) return
      const next = moveOffset(caret.at, event.key, event.ctrlKey || event.metaKey, shape)
      if (next === undefined) return
      event.preventDefault()
      moveTo(next, event.shiftKey)
    },
    scroll: {
      shape,
      top,
      // Several turns of the wheel may come before the next of them is drawn.
      scrollBy: (rows) => scrollFrom((last) => scrollTop(scrollTop(last, 0, shape), rows, shape)),
      scrollTo: (offset) => scrollFrom(() => scrollTop(offset, 0, shape)),
    },
  }
}
