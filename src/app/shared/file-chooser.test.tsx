import { afterEach, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { type InApp, renderInApp } from '../../testing/render-in-app.tsx'
import { FileChooser, useChooseFile, useChooseFor, useChooseSeveral } from './file-chooser.tsx'

const one = vi.fn()
const several = vi.fn()

function Buttons() {
  const open = useChooseFile()
  const chooseOne = useChooseFor(one)
  const chooseSeveral = useChooseSeveral(several)
  return (
    <>
      <button type="button" onClick={open}>
        Open
      </button>
      <button type="button" onClick={chooseOne}>
        One
      </button>
      <button type="button" onClick={chooseSeveral}>
        Several
      </button>
    </>
  )
}

/** The browser's own dialog is not opened: the test chooses in its place. */
const asked = vi.spyOn(HTMLInputElement.prototype, 'click').mockImplementation(() => undefined)
afterEach(() => {
  for (const mock of [asked, one, several]) mock.mockClear()
})

async function setUp() {
  const app = await renderInApp(
    <FileChooser>
      <Buttons />
    </FileChooser>,
  )
  const open = vi.fn(async () => undefined)
  const receive = vi.fn(async () => undefined)
  app.store.setState({ open, receive })
  const element = app.screen.container.querySelector<HTMLInputElement>('input[type=file]')
  if (!element) throw new Error('there is an input')
  return { ...app, open, receive, element }
}

const ask = ({ screen }: InApp, name: string) => screen.getByRole('button', { name }).click()

const file = (name: string) => new File(['bytes'], name)

test('asks the browser for files by click and with Ctrl+O', async () => {
  const app = await setUp()
  await ask(app, 'Open')
  expect(asked.mock.contexts).toEqual([app.element])
  await userEvent.keyboard('{Control>}o{/Control}')
  expect(asked).toHaveBeenCalledTimes(2)
})

test('opens one file, and hands over several to be put in order', async () => {
  const app = await setUp()
  await userEvent.upload(app.element, file('disk.vhdx'))
  expect(app.open.mock.calls).toEqual([[expect.objectContaining({ name: 'disk.vhdx' })]])
  await userEvent.upload(app.element, [file('child.avhdx'), file('base.vhdx')])
  expect(app.receive).toHaveBeenCalledOnce()
  expect(app.open).toHaveBeenCalledOnce()
})

test('forgets what was chosen, so that the same file can be chosen twice', async () => {
  const app = await setUp()
  await userEvent.upload(app.element, file('disk.vhdx'))
  expect(app.element.value).toBe('')
  await userEvent.upload(app.element, file('disk.vhdx'))
  expect(app.open).toHaveBeenCalledTimes(2)
})

test('gives files to whoever asked for them, once', async () => {
  const app = await setUp()
  await ask(app, 'One')
  expect(app.element.multiple).toBe(false)
  await userEvent.upload(app.element, file('notes.json'))
  expect(one.mock.calls).toEqual([[expect.objectContaining({ name: 'notes.json' })]])
  await ask(app, 'Several')
  expect(app.element.multiple).toBe(true)
  await userEvent.upload(app.element, [file('a.vhdx'), file('b.vhdx')])
  expect(several.mock.calls[0]?.[0]).toHaveLength(2)
  expect(app.open).not.toHaveBeenCalled()
  await userEvent.upload(app.element, file('disk.vhdx'))
  expect(app.open).toHaveBeenCalledOnce()
})

test('is not met by those who go from control to control', async () => {
  const { element } = await setUp()
  for (let times = 0; times < 4; times++) {
    await userEvent.tab()
    expect(document.activeElement).not.toBe(element)
  }
})
