import { expect, test } from 'vitest'
import { type Locator, userEvent } from 'vitest/browser'
import {
  caretAt,
  caretIn,
  enter,
  firstRow,
  grid,
  placeOf,
  press,
  renderHex,
} from '../../testing/hex-in-app.tsx'

test('the wheel scrolls the rows and leaves the caret', async () => {
  const app = await renderHex()
  const pane = grid(app)
  await expect.poll(() => caretIn(pane)).not.toBeNull()
  await userEvent.wheel(pane, { delta: { y: 100 } })
  await expect.poll(() => firstRow(pane)).toBe(5 * 16)
  await userEvent.wheel(pane, { delta: { y: -100 } })
  await expect.poll(() => firstRow(pane)).toBe(0)
  expect(caretAt(pane)).toBe(0)
  expect(app.store.getState().selection).toBeUndefined()
})

const turn = (pane: Locator, turned: WheelEventInit): boolean =>
  pane
    .element()
    .dispatchEvent(new WheelEvent('wheel', { bubbles: true, cancelable: true, ...turned }))

test('small turns of the wheel add up: 50 of 2 pixels are 100 pixels of rows, and not 50 notches', async () => {
  const app = await renderHex()
  const pane = grid(app)
  await expect.poll(() => caretIn(pane)).not.toBeNull()
  for (let i = 0; i < 50; i++) turn(pane, { deltaY: 2 })
  await expect.poll(() => firstRow(pane)).toBe(5 * 16)
  for (let i = 0; i < 50; i++) turn(pane, { deltaY: -2 })
  await expect.poll(() => firstRow(pane)).toBe(0)
})

test('the wheel may count in lines and in pages', async () => {
  const app = await renderHex()
  const pane = grid(app)
  await expect.poll(() => caretIn(pane)).not.toBeNull()
  turn(pane, { deltaY: 3, deltaMode: WheelEvent.DOM_DELTA_LINE })
  await expect.poll(() => firstRow(pane)).toBe(3 * 16)
  const rows = pane.element().querySelectorAll('[data-row]').length
  turn(pane, { deltaY: 1, deltaMode: WheelEvent.DOM_DELTA_PAGE })
  await expect.poll(() => firstRow(pane)).toBe((3 + rows) * 16)
})

/** A finger, with the only pointer that the browser always knows. */
const finger = (pane: Locator, type: string, y: number): void => {
  const { left, top } = pane.element().getBoundingClientRect()
  pane.element().dispatchEvent(
    new PointerEvent(type, {
      bubbles: true,
      cancelable: true,
      pointerId: 1,
      pointerType: 'touch',
      isPrimary: true,
      button: type === 'pointermove' ? -1 : 0,
      clientX: left + placeOf(pane, 1, 16).x,
      clientY: top + y,
    }),
  )
}

test('a finger scrolls the rows along with it, and selects nothing', async () => {
  const app = await renderHex()
  const pane = grid(app)
  await expect.poll(() => caretIn(pane)).not.toBeNull()
  finger(pane, 'pointerdown', 210)
  for (let y = 205; y >= 10; y -= 5) finger(pane, 'pointermove', y)
  await expect.poll(() => firstRow(pane)).toBe(10 * 16)
  finger(pane, 'pointerup', 10)
  expect(app.store.getState().selection).toBeUndefined()
})

test('a tap chooses the byte', async () => {
  const app = await renderHex()
  const pane = grid(app)
  await expect.poll(() => caretIn(pane)).not.toBeNull()
  finger(pane, 'pointerdown', 30)
  finger(pane, 'pointermove', 32)
  finger(pane, 'pointerup', 32)
  expect(app.store.getState().selection).toEqual({ offset: 0x11, length: 1 })
  await expect.poll(() => document.activeElement === caretIn(pane)).toBe(true)
  expect(caretAt(pane)).toBe(0x11)
})

test('the scroll bar says which bytes are in view, and is moved with the keys', async () => {
  const app = await renderHex()
  const pane = grid(app)
  await enter(pane)
  await userEvent.tab()
  const bar = app.screen.getByRole('scrollbar', { name: 'Position' })
  await expect.element(bar).toHaveFocus()
  const rows = pane.element().querySelectorAll('[data-row]').length
  const shown = (from: number) =>
    new RegExp(`^0x${from.toString(16)} to 0x${(from + rows * 16 - 1).toString(16)} of 0x`, 'i')
  await expect.element(bar).toHaveAttribute('aria-valuetext', expect.stringMatching(shown(0)))
  for (const [key, offset] of [
    ['{ArrowDown}', 16],
    ['{PageDown}', (1 + rows) * 16],
    ['{ArrowUp}', rows * 16],
    ['{PageUp}', 0],
  ] as const) {
    await press(key)
    await expect.poll(() => firstRow(pane), { message: key }).toBe(offset)
    await expect.element(bar).toHaveAttribute('aria-valuenow', String(offset))
  }
  await press('{End}')
  await expect
    .element(bar)
    .toHaveAttribute('aria-valuenow', bar.element().getAttribute('aria-valuemax'))
  await expect.element(bar).toHaveFocus()
  await press('{Home}')
  await expect.poll(() => firstRow(pane)).toBe(0)
  expect(app.store.getState().selection).toBeUndefined()
})

test('the thumb is dragged to the very end, and a click goes to a place', async () => {
  const app = await renderHex()
  const pane = grid(app)
  await expect.poll(() => caretIn(pane)).not.toBeNull()
  const bar = app.screen.getByRole('scrollbar', { name: 'Position' })
  const { height } = bar.element().getBoundingClientRect()
  const size = Number(bar.element().getAttribute('aria-valuemax'))
  await userEvent.dragAndDrop(bar, bar, {
    sourcePosition: { x: 12, y: 10 },
    targetPosition: { x: 12, y: height - 2 },
  })
  await expect.element(bar).toHaveAttribute('aria-valuenow', String(size))
  await userEvent.click(bar, { position: { x: 12, y: height / 2 } })
  await expect.poll(() => Math.abs(firstRow(pane) / size - 0.5)).toBeLessThan(0.02)
  expect(firstRow(pane) % 16).toBe(0)
})

test('inside of a page that scrolls, the wheel is taken only with the focus', async () => {
  const app = await renderHex({ inline: true })
  const pane = grid(app)
  await expect.poll(() => caretIn(pane)).not.toBeNull()
  await userEvent.wheel(pane, { delta: { y: 100 } })
  await enter(pane)
  await userEvent.wheel(pane, { delta: { y: 100 } })
  await expect.poll(() => firstRow(pane)).toBe(5 * 16)
})
