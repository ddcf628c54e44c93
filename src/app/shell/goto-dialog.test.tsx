import { useState } from 'react'
import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { type InApp, renderInApp } from '../../testing/render-in-app.tsx'
import { GotoDialog } from './goto-dialog.tsx'

function Page() {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Go to…
      </button>
      {open && <GotoDialog onClose={() => setOpen(false)} />}
    </>
  )
}

const opener = ({ screen }: InApp) => screen.getByRole('button', { name: 'Go to…' })
const box = ({ screen }: InApp) =>
  screen.getByRole('combobox', { name: 'Place, structure or screen' })

async function open(): Promise<InApp> {
  const app = await renderInApp(<Page />)
  await opener(app).click()
  await expect.element(box(app)).toHaveFocus()
  return app
}

/** The option that Enter would take. */
const active = (app: InApp): string | null | undefined =>
  document.getElementById(box(app).element().getAttribute('aria-activedescendant') ?? '')
    ?.textContent

test('has the focus in its box, and gives it back when it is closed', async () => {
  const app = await open()
  await userEvent.keyboard('{Escape}')
  await expect.element(app.screen.getByRole('dialog')).not.toBeInTheDocument()
  await expect.element(opener(app)).toHaveFocus()
})

test('leads to the offset that is typed, and closes', async () => {
  const app = await open()
  await box(app).fill('0x110000')
  await userEvent.keyboard('{Enter}')
  await expect.element(app.screen.getByRole('dialog')).not.toBeInTheDocument()
  expect(app.store.getState()).toMatchObject({ view: 'bytes', selection: { offset: 0x110000 } })
})

test('says why a place is none, until something else is typed', async () => {
  const app = await open()
  await box(app).fill('200GiB')
  await userEvent.keyboard('{Enter}')
  await expect.element(app.screen.getByRole('alert')).toHaveTextContent('The file ends at')
  await expect.element(box(app)).toHaveAccessibleDescription(/^The file ends at/)
  await box(app).fill('200')
  await expect.element(app.screen.getByRole('alert')).toBeEmptyDOMElement()
})

test('moves through what it offers with the arrows, round its ends, with the focus in the box', async () => {
  const app = await open()
  await box(app).fill('header')
  const names = app.screen
    .getByRole('option')
    .elements()
    .map(({ textContent }) => textContent)
  expect(names.length).toBeGreaterThan(1)
  expect(active(app)).toBe(names[0])
  await userEvent.keyboard('{ArrowDown}')
  await expect.poll(() => active(app)).toBe(names[1])
  await userEvent.keyboard('{ArrowUp}{ArrowUp}')
  await expect.poll(() => active(app)).toBe(names.at(-1))
  await expect.element(box(app)).toHaveFocus()
  await userEvent.keyboard('{ArrowDown}{Enter}')
  await expect.element(app.screen.getByRole('dialog')).not.toBeInTheDocument()
  expect(app.store.getState().selection?.offset).toBe(0x10000)
})

test('shows a screen that is clicked on', async () => {
  const app = await open()
  await box(app).fill('struct')
  await app.screen.getByRole('option', { name: 'Show Structure' }).click()
  await expect.element(app.screen.getByRole('dialog')).not.toBeInTheDocument()
  expect(app.store.getState()).toMatchObject({ view: 'structure', goal: 'screen' })
})

test('says that nothing fits', async () => {
  const app = await open()
  await box(app).fill('no such thing')
  await expect.element(box(app)).toHaveAttribute('aria-expanded', 'false')
  await userEvent.keyboard('{Enter}')
  await expect.element(app.screen.getByRole('alert')).not.toBeEmptyDOMElement()
})

test('shows what an error code means, and gives the focus back behind it', async () => {
  const app = await open()
  await box(app).fill('ERROR_FILE_CORRUPT')
  await expect.element(app.screen.getByRole('option')).toHaveTextContent('0x80070570')
  await userEvent.keyboard('{Enter}')
  const dialog = app.screen.getByRole('dialog', { name: 'Error code' })
  await expect.element(dialog).toHaveTextContent('What to do')
  await expect.element(app.screen.getByRole('button', { name: 'Close' })).toHaveFocus()
  await userEvent.keyboard('{Escape}')
  await expect.element(app.screen.getByRole('dialog')).not.toBeInTheDocument()
  await expect.element(opener(app)).toHaveFocus()
})
