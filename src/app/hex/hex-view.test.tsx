import { expect, test } from 'vitest'
import { type Locator, userEvent } from 'vitest/browser'
import {
  caretAt,
  caretIn,
  caretName,
  enter,
  firstRow,
  grid,
  placeOf,
  press,
  renderHex,
} from '../../testing/hex-in-app.tsx'
import { CallError } from '../../worker/client.ts'

test('the caret says its byte, where it is and what it belongs to', async () => {
  const app = await renderHex()
  app.store.getState().select({ offset: 0x12, length: 1 })
  await expect.poll(() => caretName(grid(app))).toBe('hex 12, offset 1 2, a field')
})

test('the caret follows the keys, with the focus on it, and stays in the file', async () => {
  const app = await renderHex()
  const pane = grid(app)
  await enter(pane)
  const size = app.store.getState().session
  const last = size.status === 'open' ? size.inspection.size - 1 : 0
  for (const [keys, offset] of [
    ['{ArrowLeft}', 0],
    ['{ArrowRight}', 1],
    ['{ArrowDown}', 0x11],
    ['{End}', 0x1f],
    ['{Home}', 0x10],
    ['{ArrowUp}', 0],
    ['{Control>}{End}{/Control}', last],
    ['{ArrowRight}', last],
    ['{Control>}{Home}{/Control}', 0],
  ] as const) {
    await press(keys)
    await expect.poll(() => caretAt(pane), { message: keys }).toBe(offset)
    expect(document.activeElement, keys).toBe(caretIn(pane))
  }
})

test('a page is as many rows as are seen', async () => {
  const app = await renderHex()
  const pane = grid(app)
  await enter(pane)
  const rows = pane.element().querySelectorAll('[data-row]').length
  await press('{PageDown}')
  await expect.poll(() => caretAt(pane)).toBe(rows * 16)
  expect(firstRow(pane)).toBe(16)
  await press('{PageUp}')
  await expect.poll(() => caretAt(pane)).toBe(0)
})

test('Ctrl+Home and Ctrl+End go to the ends of the structure first, then of the file', async () => {
  const app = await renderHex({ structure: { offset: 0x20, length: 0x30 } })
  const pane = grid(app)
  await enter(pane)
  await press('{Control>}{End}{/Control}')
  await expect.poll(() => caretAt(pane)).toBe(0x4f)
  await press('{Control>}{Home}{/Control}')
  await expect.poll(() => caretAt(pane)).toBe(0x20)
  await press('{Control>}{Home}{/Control}')
  await expect.poll(() => caretAt(pane)).toBe(0)
})

test('Shift extends the selection, Esc ends it and then drops it', async () => {
  const app = await renderHex()
  const pane = grid(app)
  const selection = () => app.store.getState().selection
  await enter(pane)
  await press('{ArrowRight}{Shift>}{ArrowRight}{ArrowRight}{/Shift}')
  expect(selection()).toEqual({ offset: 1, length: 3 })
  const selected = [...pane.element().querySelectorAll('[role=gridcell][aria-selected=true]')]
  expect(selected.map(({ textContent }) => textContent)).toEqual(['01', '02', '03'])
  await press('{Escape}')
  expect(selection()).toEqual({ offset: 3, length: 1 })
  await press('{Escape}')
  expect(selection()).toBeUndefined()
})

test('a byte is chosen with a click, and more by dragging or with Shift', async () => {
  const app = await renderHex()
  const pane = grid(app)
  await enter(pane)
  const selection = () => app.store.getState().selection
  await userEvent.click(pane, { position: placeOf(pane, 0x25, 16) })
  expect(selection()).toEqual({ offset: 0x25, length: 1 })
  await expect.poll(() => document.activeElement).toBe(caretIn(pane))
  await userEvent.click(pane, { position: placeOf(pane, 0x39, 16), modifiers: ['Shift'] })
  expect(selection()).toEqual({ offset: 0x25, length: 0x15 })
  await userEvent.dragAndDrop(pane, pane, {
    sourcePosition: placeOf(pane, 0x4a, 16),
    targetPosition: placeOf(pane, 0x12, 16),
  })
  expect(selection()).toEqual({ offset: 0x12, length: 0x39 })
})

test('Ctrl+C copies what is selected, and says so', async () => {
  const app = await renderHex()
  await enter(grid(app))
  await press('{Shift>}{ArrowRight}{ArrowRight}{/Shift}{Control>}c{/Control}')
  await expect.poll(() => navigator.clipboard.readText()).toBe('00 01 02')
  expect(app.store.getState().announcement.text).toBe('Copied 3 bytes as hex.')
})

test('both states stand side by side, with what differs marked and told', async () => {
  const app = await renderHex({ shows: 'compare', width: 1100 })
  const before = grid(app, 'Bytes, on disk')
  const after = grid(app, 'Bytes, after replay')
  app.store.getState().select({ offset: 18, length: 1 })
  await expect.poll(() => caretName(after)).toBe('hex EE, offset 1 2, a field, changed, was 12')
  expect(caretName(before)).toBe('hex 12, offset 1 2, a field, changed, becomes EE')
  const marked = (pane: Locator) =>
    [...pane.element().querySelectorAll('[data-hex] [data-changed]')].map(
      (part) => part.textContent,
    )
  expect(marked(after)).toEqual(['EE', 'EF'])
  expect(marked(before)).toEqual(['12', '13'])
})

test('the carets of both panes go together', async () => {
  const app = await renderHex({ shows: 'compare', width: 1100 })
  const before = grid(app, 'Bytes, on disk')
  const after = grid(app, 'Bytes, after replay')
  await enter(before)
  await press('{ArrowDown}{ArrowRight}')
  await expect.poll(() => [caretAt(before), caretAt(after)]).toEqual([...firstCarets(after)])
  expect(document.activeElement).toBe(caretIn(before))
})

/** One row and one byte on, in both panes. */
const firstCarets = (pane: Locator): readonly number[] => {
  const perRow = Number(pane.element().querySelector<HTMLElement>('[data-hex]')?.dataset.hex)
  return [perRow + 1, perRow + 1]
}

test('where there is no room for two panes, a changed row stands under the one it was', async () => {
  const app = await renderHex({ shows: 'compare', width: 500 })
  const pane = grid(app)
  await expect.poll(() => pane.element().querySelector('[data-side=after]')).not.toBeNull()
  const rows = [...pane.element().querySelectorAll<HTMLElement>('[data-row]')]
  const changed = rows.filter(({ dataset }) => dataset.side !== undefined)
  expect(changed.map(({ dataset }) => dataset.side)).toEqual(['before', 'after'])
  expect(new Set(changed.map(({ dataset }) => dataset.row)).size).toBe(1)
})

test('a byte that is not in a skeleton has no value, for the eye and for a screen reader', async () => {
  const START = 0x14
  const absentFrom = (offset: number, end: number) =>
    end > START ? [{ offset: Math.max(offset, START), length: end - Math.max(offset, START) }] : []
  const app = await renderHex(
    {},
    {
      'file.page': ({ offset, length }) => ({
        bytes: new Uint8Array(length),
        absent: absentFrom(offset, offset + length),
      }),
    },
  )
  const pane = grid(app)
  app.store.getState().select({ offset: START - 1, length: 1 })
  await expect.poll(() => caretName(pane)).toMatch(/^hex 00, offset 1 3/)
  app.store.getState().select({ offset: START, length: 1 })
  await expect.poll(() => caretName(pane)).toMatch(/^not in this skeleton, offset 1 4/)
  const texts = [...pane.element().querySelectorAll<HTMLElement>('[data-hex]')]
  expect(texts[0]?.textContent).toMatch(/^[0 ]+$/)
  expect(texts[1]?.textContent).toMatch(/^[0 ]*··[· ]*$/)
  expect(texts[2]?.textContent).toMatch(/^[· ]+$/)
})

test('what cannot be read is told in one sentence', async () => {
  const readBytes = () => Promise.reject(new CallError('in-use', 'Another program holds the file.'))
  const { screen } = await renderHex({}, { 'file.page': readBytes })
  await expect
    .element(screen.getByRole('alert'))
    .toHaveTextContent('Another program holds the file.')
})
