import { useState } from 'react'
import { expect, test } from 'vitest'
import { page, userEvent } from 'vitest/browser'
import { type RenderResult, render } from 'vitest-browser-react'
import './base.css'
import './tokens.css'
import { ResizeHandle } from './resize-handle.tsx'

/** At the lower edge of the window, as what has the handle is. */
function Drawer() {
  const [percent, setPercent] = useState(40)
  return (
    <main style={{ position: 'fixed', inset: 0 }}>
      <section
        id="drawer"
        aria-label="Drawer"
        style={{ position: 'fixed', inset: 'auto 0 0', height: `${percent}vh` }}
      >
        <ResizeHandle label="Height" controls="drawer" percent={percent} onChange={setPercent} />
      </section>
    </main>
  )
}

const handle = (screen: RenderResult) => screen.getByRole('separator', { name: 'Height' })
const height = (screen: RenderResult): number =>
  screen.getByRole('region', { name: 'Drawer' }).element().getBoundingClientRect().height

test('is dragged by where it was grabbed, and has the focus then', async () => {
  await page.viewport(800, 600)
  const screen = await render(<Drawer />)
  const { x, y, width, height: thick } = handle(screen).element().getBoundingClientRect()
  await userEvent.dragAndDrop(handle(screen), screen.getByRole('main'), {
    sourcePosition: { x: width / 2, y: thick / 2 },
    targetPosition: { x: x + width / 2, y: y + thick / 2 - 100 },
  })
  expect(height(screen)).toBeCloseTo(340, 0)
  await expect.element(handle(screen)).toHaveFocus()
})

test('is moved by steps with the arrow keys, and to its ends, which it says', async () => {
  const screen = await render(<Drawer />)
  await userEvent.tab()
  await expect.element(handle(screen)).toHaveFocus()
  for (const [keys, percent] of [
    ['{ArrowUp}', '45'],
    ['{ArrowDown}{ArrowDown}', '35'],
    ['{End}', '80'],
    ['{ArrowUp}', '80'],
    ['{Home}', '20'],
    ['{ArrowDown}', '20'],
    ['{Control>}{ArrowUp}{/Control}', '20'],
  ] as const) {
    await userEvent.keyboard(keys)
    await expect.element(handle(screen)).toHaveAttribute('aria-valuenow', percent)
  }
  await expect.element(handle(screen)).toHaveAttribute('aria-valuetext', '20 % of the window')
  await expect.element(handle(screen)).toHaveAttribute('aria-controls', 'drawer')
})
