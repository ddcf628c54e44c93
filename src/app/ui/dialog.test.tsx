import { type ReactNode, useState } from 'react'
import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { type RenderResult, render } from 'vitest-browser-react'
import { ConfirmDialog } from './confirm-dialog.tsx'
import { Dialog } from './dialog.tsx'

/** A page with a button that opens what `dialog` makes. */
function Page({ dialog }: { readonly dialog: (close: () => void) => ReactNode }) {
  const [open, setOpen] = useState(false)
  return (
    <>
      <button type="button" onClick={() => setOpen(true)}>
        Open
      </button>
      {open && dialog(() => setOpen(false))}
    </>
  )
}

const opener = (screen: RenderResult) => screen.getByRole('button', { name: 'Open' })

const plain = (close: () => void) => (
  <Dialog title="A question" onClose={close}>
    <input aria-label="First" />
    <input aria-label="Wanted" data-first-focus="" />
  </Dialog>
)

test('is named by its title, and has the focus where it is wanted', async () => {
  const screen = await render(<Page dialog={plain} />)
  await opener(screen).click()
  await expect.element(screen.getByRole('dialog', { name: 'A question' })).toBeVisible()
  await expect.element(screen.getByRole('textbox', { name: 'Wanted' })).toHaveFocus()
})

test.each(['Esc', 'its button'])('is closed by %s, and gives the focus back', async (way) => {
  const screen = await render(<Page dialog={plain} />)
  await opener(screen).click()
  if (way === 'Esc') await userEvent.keyboard('{Escape}')
  else await screen.getByRole('button', { name: 'Close' }).click()
  await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
  await expect.element(opener(screen)).toHaveFocus()
})

test('does not let Tab out to the page behind it', async () => {
  const screen = await render(<Page dialog={plain} />)
  await opener(screen).click()
  const page = opener(screen).element()
  const been = new Set<string | null>()
  for (let times = 0; times < 6; times++) {
    await userEvent.tab()
    expect(document.activeElement).not.toBe(page)
    been.add(document.activeElement?.getAttribute('aria-label') ?? null)
  }
  expect([...been]).toEqual(expect.arrayContaining(['Close', 'First', 'Wanted']))
})

test('is not closed by Esc while something runs', async () => {
  const screen = await render(
    <Page
      dialog={(close) => (
        <Dialog title="Saving" closable={false} onClose={close}>
          <button type="button">Cancel</button>
        </Dialog>
      )}
    />,
  )
  await opener(screen).click()
  // Of two in a row the browser asks the page about the first one only.
  await userEvent.keyboard('{Escape}{Escape}')
  await expect.element(screen.getByRole('dialog', { name: 'Saving' })).toBeVisible()
  await expect.element(screen.getByRole('button', { name: 'Close' })).not.toBeInTheDocument()
})

test('a question has the focus on the answer that changes nothing', async () => {
  const confirmed = vi.fn()
  const screen = await render(
    <Page
      dialog={(close) => (
        <ConfirmDialog title="Delete it?" confirm="Delete" onConfirm={confirmed} onClose={close}>
          It is gone then.
        </ConfirmDialog>
      )}
    />,
  )
  await opener(screen).click()
  await expect.element(screen.getByRole('button', { name: 'Cancel' })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
  expect(confirmed).not.toHaveBeenCalled()
  await opener(screen).click()
  await screen.getByRole('button', { name: 'Delete' }).click()
  await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
  expect(confirmed).toHaveBeenCalledOnce()
})
