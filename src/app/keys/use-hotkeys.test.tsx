import { useRef, useState } from 'react'
import { afterEach, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { type RenderResult, render } from 'vitest-browser-react'
import { ShortcutSheet } from '../shell/shortcut-sheet.tsx'
import { allowSingleKeys } from './single-keys.ts'
import { useHotkeys } from './use-hotkeys.ts'

const log = vi.fn()
const undo = vi.fn()
const next = vi.fn()
afterEach(() => {
  for (const mock of [log, undo, next]) mock.mockClear()
  allowSingleKeys(true)
})

function Page() {
  const [sheet, setSheet] = useState(false)
  const pane = useRef<HTMLElement>(null)
  useHotkeys({ log, undoEdit: undo, shortcuts: () => setSheet(true) })
  useHotkeys({ nextStep: next }, pane)
  return (
    <>
      <a href="#here">Somewhere</a>
      <input aria-label="Words" />
      <select aria-label="Choice" />
      <section ref={pane}>
        <button type="button">In the pane</button>
      </section>
      {sheet && <ShortcutSheet onClose={() => setSheet(false)} />}
    </>
  )
}

const link = (screen: RenderResult) => screen.getByRole('link', { name: 'Somewhere' })
const focus = (element: Element) => (element as HTMLElement).focus()

test('work from everywhere, but for single characters while somebody types or chooses', async () => {
  const screen = await render(<Page />)
  await userEvent.keyboard('4')
  expect(log).toHaveBeenCalledOnce()
  focus(link(screen).element())
  await userEvent.keyboard('4')
  expect(log).toHaveBeenCalledTimes(2)
  await screen.getByRole('textbox').click()
  await userEvent.keyboard('4')
  focus(screen.getByRole('combobox').element())
  await userEvent.keyboard('4')
  expect(log).toHaveBeenCalledTimes(2)
  await expect.element(screen.getByRole('textbox')).toHaveValue('4')
})

test.each(['radio', 'range', 'checkbox', 'color', 'file', 'submit'])(
  'work after an input of the type “%s” was used, which takes no characters',
  async (type) => {
    const screen = await render(
      <>
        <Page />
        <input type={type} aria-label="No text" />
      </>,
    )
    focus(screen.getByLabelText('No text').element())
    await userEvent.keyboard('4n')
    expect(log).toHaveBeenCalledOnce()
    await userEvent.keyboard('{Control>}z{/Control}')
    expect(undo).toHaveBeenCalledOnce()
  },
)

test.each(['text', 'search', 'number', 'date', 'password', 'unheard-of'])(
  'leave characters to an input of the type “%s”',
  async (type) => {
    const screen = await render(
      <>
        <Page />
        <input type={type} aria-label="Takes text" />
      </>,
    )
    focus(screen.getByLabelText('Takes text').element())
    await userEvent.keyboard('4')
    expect(log).not.toHaveBeenCalled()
  },
)

test('leave characters to text that is edited in place', async () => {
  const screen = await render(
    <>
      <Page />
      {/* biome-ignore lint/a11y/useSemanticElements: it is this kind that is meant */}
      <div role="textbox" aria-label="In place" tabIndex={0} contentEditable="plaintext-only" />
      <textarea aria-label="Lines" />
    </>,
  )
  for (const name of ['In place', 'Lines']) {
    focus(screen.getByLabelText(name).element())
    await userEvent.keyboard('4')
  }
  expect(log).not.toHaveBeenCalled()
})

test('Ctrl+Z in a text is left to the browser', async () => {
  const screen = await render(<Page />)
  await userEvent.keyboard('{Control>}z{/Control}')
  expect(undo).toHaveBeenCalledOnce()
  await screen.getByRole('textbox').click()
  await userEvent.keyboard('ab{Control>}z{/Control}')
  expect(undo).toHaveBeenCalledOnce()
})

test('those of a pane work inside of it only', async () => {
  const screen = await render(<Page />)
  focus(link(screen).element())
  await userEvent.keyboard('n')
  expect(next).not.toHaveBeenCalled()
  focus(screen.getByRole('button', { name: 'In the pane' }).element())
  await userEvent.keyboard('n')
  expect(next).toHaveBeenCalledOnce()
})

test('are listed in a sheet, which keeps them silent and gives the focus back', async () => {
  const screen = await render(<Page />)
  focus(link(screen).element())
  await userEvent.keyboard('?')
  const sheet = screen.getByRole('dialog', { name: 'Keys' })
  await expect.element(sheet).toHaveTextContent('Next pane')
  await userEvent.keyboard('4')
  expect(log).not.toHaveBeenCalled()
  await userEvent.keyboard('{Escape}')
  await expect.element(sheet).not.toBeInTheDocument()
  await expect.element(link(screen)).toHaveFocus()
})

test('single characters do nothing where they are turned off, and that is remembered', async () => {
  const screen = await render(<Page />)
  focus(link(screen).element())
  await userEvent.keyboard('?')
  await screen.getByLabelText('Keys that are one character alone work').click()
  await userEvent.keyboard('{Escape}')
  await userEvent.keyboard('4?')
  expect(log).not.toHaveBeenCalled()
  await expect.element(screen.getByRole('dialog')).not.toBeInTheDocument()
  await userEvent.keyboard('{Control>}z{/Control}')
  expect(undo).toHaveBeenCalledOnce()
  expect(localStorage.getItem('single-keys')).toBe('off')
})
