import { expect, test } from 'vitest'
import { type Locator, userEvent } from 'vitest/browser'
import type { Answers } from '../../testing/fake-client.ts'
import { bytesFrom, type InApp, renderInApp } from '../../testing/render-in-app.tsx'
import { CallError } from '../../worker/client.ts'
import type { ShownState } from '../store/state.ts'
import { HexView } from './hex-view.tsx'

/** What the replay makes other than it was. */
const CHANGED: Readonly<Record<number, number>> = { 18: 0xee, 19: 0xef }

const answers: Answers = {
  'file.page': ({ state, offset, length }) => {
    const bytes = bytesFrom(offset, length)
    if (state === 'before') return { bytes, absent: [] }
    return { bytes: bytes.map((byte, index) => CHANGED[offset + index] ?? byte), absent: [] }
  },
  // For a copy.
  'file.read': ({ offset, length }) => bytesFrom(offset, length),
}

interface Look {
  readonly shows?: ShownState
  readonly width?: number
  readonly inline?: boolean
  readonly structure?: { readonly offset: number; readonly length: number }
}

const renderHex = (look: Look = {}, given = answers): Promise<InApp> =>
  renderInApp(
    <div style={{ display: 'flex', width: `${look.width ?? 800}px`, height: '320px' }}>
      <HexView
        shows={look.shows ?? 'before'}
        inline={look.inline}
        structure={look.structure}
        field="a field"
      />
    </div>,
    'dirty',
    given,
  )

const grid = ({ screen }: InApp, name: string | RegExp = /^Bytes/): Locator =>
  screen.getByRole('grid', { name })
const caretIn = (pane: Locator): HTMLElement | null =>
  pane.element().querySelector<HTMLElement>('[data-caret]')
const caretName = (pane: Locator): string => caretIn(pane)?.getAttribute('aria-label') ?? ''
/** The offset that the caret says it is on. */
const caretAt = (pane: Locator): number =>
  Number.parseInt(/offset ([0-9A-F ]+)/.exec(caretName(pane))?.[1]?.replaceAll(' ', '') ?? '', 16)
const firstRow = (pane: Locator): number =>
  Number(pane.element().querySelector<HTMLElement>('[data-row]')?.dataset.row)
const press = (keys: string): Promise<void> => userEvent.keyboard(keys)

/** Waits for the bytes, and puts the focus on the one under the caret. */
async function enter(pane: Locator): Promise<void> {
  await expect.poll(() => caretIn(pane)).not.toBeNull()
  await userEvent.tab()
  expect(document.activeElement).toBe(caretIn(pane))
}

/** The middle of a byte of the first rows, from the corner of the pane. */
function placeOf(pane: Locator, offset: number, perRow: number): { x: number; y: number } {
  const row = pane.element().querySelectorAll('[data-row]')[Math.floor(offset / perRow)]
  const hex = row?.querySelector('[data-hex]')?.getBoundingClientRect() ?? new DOMRect()
  const corner = pane.element().getBoundingClientRect()
  const columns = perRow * 3 - 1 + (perRow > 8 ? 1 : 0)
  const index = offset % perRow
  const column = index * 3 + (index >= 8 ? 1 : 0) + 1
  return {
    x: hex.left - corner.left + (column / columns) * hex.width,
    y: hex.top - corner.top + hex.height / 2,
  }
}

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
