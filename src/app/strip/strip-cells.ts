/** The cells of a strip: how many slots each stands for, and how keys move over them. */

/** Narrower cells cannot be told apart. */
const MIN_CELL_WIDTH = 3

/** How many slots one cell stands for, in a strip of `width` pixels. */
export const slotsPerCell = (slots: number, width: number): number =>
  Math.max(1, Math.ceil(slots / Math.max(1, Math.floor(width / MIN_CELL_WIDTH))))

/** The slot that a key on the slider leads to; `undefined` for a key that does not move it. */
export function moveSlot(
  slot: number,
  key: string,
  slots: number,
  perCell: number,
): number | undefined {
  const to = (next: number) => Math.min(Math.max(next, 0), slots - 1)
  switch (key) {
    case 'ArrowRight':
    case 'ArrowUp':
      return to(slot + perCell)
    case 'ArrowLeft':
    case 'ArrowDown':
      return to(slot - perCell)
    case 'PageUp':
      return to(slot + 16 * perCell)
    case 'PageDown':
      return to(slot - 16 * perCell)
    case 'Home':
      return 0
    case 'End':
      return slots - 1
    default:
      return undefined
  }
}
