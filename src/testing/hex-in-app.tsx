/** A hex view in an app, and what tests of it look at: its caret, its rows, and where a byte is drawn. */
import { expect } from 'vitest'
import { type Locator, userEvent } from 'vitest/browser'
import { HexView } from '../app/hex/hex-view.tsx'
import type { ShownState } from '../app/store/state.ts'
import type { Answers } from './fake-client.ts'
import { bytesFrom, type InApp, renderInApp } from './render-in-app.tsx'

/** What the replay makes other than it was. */
const CHANGED: Readonly<Record<number, number>> = { 18: 0xee, 19: 0xef }

export const answers: Answers = {
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

export const renderHex = (look: Look = {}, given = answers): Promise<InApp> =>
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

export const grid = ({ screen }: InApp, name: string | RegExp = /^Bytes/): Locator =>
  screen.getByRole('grid', { name })
export const caretIn = (pane: Locator): HTMLElement | null =>
  pane.element().querySelector<HTMLElement>('[data-caret]')
export const caretName = (pane: Locator): string => caretIn(pane)?.getAttribute('aria-label') ?? ''
/** The offset that the caret says it is on. */
export const caretAt = (pane: Locator): number =>
  Number.parseInt(/offset ([0-9A-F ]+)/.exec(caretName(pane))?.[1]?.replaceAll(' ', '') ?? '', 16)
export const firstRow = (pane: Locator): number =>
  Number(pane.element().querySelector<HTMLElement>('[data-row]')?.dataset.row)
export const press = (keys: string): Promise<void> => userEvent.keyboard(keys)

/** Waits for the bytes, and puts the focus on the one under the caret. */
export async function enter(pane: Locator): Promise<void> {
  await expect.poll(() => caretIn(pane)).not.toBeNull()
  await userEvent.tab()
  expect(document.activeElement).toBe(caretIn(pane))
}

/** The middle of a byte of the first rows, from the corner of the pane. */
export function placeOf(pane: Locator, offset: number, perRow: number): { x: number; y: number } {
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
