import { useState } from 'react'
import { beforeAll, expect, test } from 'vitest'
import { type Locator, page, userEvent } from 'vitest/browser'
import type { LogReport } from '../../../engine/inspect/inspection.ts'
import { type InApp, renderInApp } from '../../../testing/render-in-app.tsx'
import { useOpenFile } from '../../store/use-open-file.ts'
import { LogStrip } from './log-strip.tsx'

// Each of the 256 slots has a cell of its own.
beforeAll(() => page.viewport(1200, 600))

function Strip({ log }: { readonly log: LogReport }) {
  const [slot, setSlot] = useState(0)
  return (
    <LogStrip
      log={log}
      starts={[]}
      slot={slot}
      valueText={`slot ${slot + 1}`}
      selected={undefined}
      summary="The log as a strip."
      onSlot={setSlot}
    />
  )
}

function Ring() {
  const { log } = useOpenFile().inspection
  return (
    <section aria-label="The ring" style={{ width: '1100px' }}>
      {log && <Strip log={log} />}
    </section>
  )
}

const ringOf = ({ screen }: InApp): Locator => screen.getByRole('region', { name: 'The ring' })
const slider = (app: InApp): Locator => app.screen.getByRole('slider', { name: 'Slot of the log' })
const zoomIn = (app: InApp): Locator => app.screen.getByRole('button', { name: 'Zoom in' })

/** The first and the last slot that are shown, as the ends of the strip name them. */
const ends = (app: InApp): readonly number[] =>
  [...(ringOf(app).element().textContent ?? '').matchAll(/log\+0x([0-9A-F]+)/g)].map(
    ([, offset = '']) => Number.parseInt(offset, 16) / 4096,
  )

test('is walked slot by slot with the keyboard, and to its ends', async () => {
  const app = await renderInApp(<Ring />)
  await userEvent.tab()
  await expect.element(slider(app)).toHaveFocus()
  for (const [key, slot] of [
    ['ArrowRight', '2'],
    ['End', '256'],
    ['ArrowRight', '256'],
    ['ArrowLeft', '255'],
    ['Home', '1'],
  ] as const) {
    await userEvent.keyboard(`{${key}}`)
    await expect.element(slider(app)).toHaveAttribute('aria-valuenow', slot)
  }
  await expect.element(slider(app)).toHaveAttribute('aria-valuetext', 'slot 1')
})

test('is zoomed into around the slider, and goes along with it', async () => {
  const app = await renderInApp(<Ring />)
  await expect.poll(() => ends(app)).toEqual([0, 255])
  await zoomIn(app).click()
  await expect.poll(() => ends(app)).toEqual([0, 127])
  await userEvent.tab({ shift: true })
  await userEvent.tab({ shift: true })
  await userEvent.tab({ shift: true })
  await expect.element(slider(app)).toHaveFocus()
  for (const [keys, shown] of [
    ['+', [0, 63]],
    ['{End}', [192, 255]],
    ['-', [128, 255]],
    ['0', [0, 255]],
  ] as const) {
    await userEvent.keyboard(keys)
    await expect.poll(() => ends(app), { message: keys }).toEqual(shown)
  }
  expect(app.store.getState().announcement.text).toBe('Slots 1 to 256 are shown.')
})

test('keeps the focus on a button that has come to its end', async () => {
  const app = await renderInApp(<Ring />)
  for (let times = 0; times < 4; times++) await zoomIn(app).click()
  await expect.element(zoomIn(app)).toHaveAttribute('aria-disabled', 'true')
  await expect.element(zoomIn(app)).toHaveFocus()
  await expect.poll(() => ends(app)).toEqual([0, 15])
})

test('zooms where the wheel is turned, moves sideways with it, and picks what is under the pointer', async () => {
  const app = await renderInApp(<Ring />)
  await expect.poll(() => ends(app)).toEqual([0, 255])
  const { width, height } = slider(app).element().getBoundingClientRect()
  const end = { x: width - 2, y: height / 2 }
  slider(app)
    .element()
    .dispatchEvent(wheelAt(slider(app), end.x, { deltaY: -200, ctrlKey: true }))
  await expect.poll(() => (ends(app)[0] ?? 0) >= 126 && ends(app)[1] === 255).toBe(true)
  await slider(app).click({ position: end })
  await expect.element(slider(app)).toHaveAttribute('aria-valuenow', '256')
  slider(app)
    .element()
    .dispatchEvent(wheelAt(slider(app), end.x, { deltaX: -4 * width }))
  await expect.poll(() => ends(app)[0]).toBe(0)
  await slider(app).click({ position: { x: 1, y: height / 2 } })
  await expect.element(slider(app)).toHaveAttribute('aria-valuenow', '1')
})

const wheelAt = (strip: Locator, x: number, turned: WheelEventInit): WheelEvent =>
  new WheelEvent('wheel', {
    bubbles: true,
    cancelable: true,
    clientX: strip.element().getBoundingClientRect().left + x,
    ...turned,
  })

test('says that the active sequence goes on at the start of the ring', async () => {
  const wrapped = await renderInApp(<Ring />, 'wrapped')
  await expect
    .element(ringOf(wrapped))
    .toHaveTextContent('The active sequence goes on at the start.')
})
