import { expect, test, vi } from 'vitest'
import { type InApp, renderInApp } from '../../../testing/render-in-app.tsx'
import { SaveDialog } from '../../save/save-dialog.tsx'
import { DropZone } from './drop-zone.tsx'

async function setUp(): Promise<InApp & { readonly receive: ReturnType<typeof vi.fn> }> {
  const app = await renderInApp(
    <main>
      <DropZone />
    </main>,
  )
  const receive = vi.fn(async () => undefined)
  app.store.setState({ receive })
  return { ...app, receive }
}

const carried = (file?: File): DataTransfer => {
  const data = new DataTransfer()
  if (file) data.items.add(file)
  else data.setData('text/plain', 'words')
  return data
}

/** False where the page keeps the browser from doing what it does by itself. */
const drag = (type: string, over: Element, dataTransfer: DataTransfer): boolean =>
  over.dispatchEvent(new DragEvent(type, { bubbles: true, cancelable: true, dataTransfer }))

test('waits for a file as long as it is over the page, whatever it is dragged across', async () => {
  const { screen } = await setUp()
  const main = screen.getByRole('main').element()
  const data = carried(new File([], 'disk.vhdx'))
  drag('dragenter', document.body, data)
  drag('dragenter', main, data)
  drag('dragleave', document.body, data)
  await expect.element(screen.getByText('Drop to open')).toBeVisible()
  drag('dragleave', main, data)
  await expect.element(screen.getByText('Drop to open')).not.toBeInTheDocument()
})

test('takes the files that are dropped', async () => {
  const { screen, receive } = await setUp()
  const data = carried(new File(['bytes'], 'disk.vhdx'))
  drag('dragenter', document.body, data)
  expect(drag('dragover', document.body, data)).toBe(false)
  drag('drop', document.body, data)
  expect(receive.mock.calls[0]?.[0]).toMatchObject([{ file: { name: 'disk.vhdx' } }])
  await expect.element(screen.getByText('Drop to open')).not.toBeInTheDocument()
})

test('while a dialog waits for the saved copy, what is dropped is compared with what was to be saved', async () => {
  const found: Blob[] = []
  const app = await renderInApp(
    <>
      <SaveDialog what="replayed" onClose={vi.fn()} />
      <DropZone />
    </>,
    'dirty',
    {
      'save.blob': () => new Blob(['the copy']),
      'save.compare': (params) => {
        found.push(params.found)
        return { kind: 'other-size', expected: 8, found: 3 }
      },
    },
  )
  const { screen } = app
  const receive = vi.fn()
  app.store.setState({ receive })
  await screen.getByRole('radio', { name: 'As a download of the browser' }).click()
  await screen.getByRole('button', { name: 'Prepare the copy' }).click()
  const link = screen.getByRole('link', { name: 'Download dirty.replayed.vhdx' })
  // The browser would write a file.
  link.element().addEventListener('click', (event) => event.preventDefault())
  await link.click()
  await expect.element(screen.getByText(/drop the saved file here to verify it/)).toBeVisible()
  const data = carried(new File(['cut'], 'dirty.replayed.vhdx'))
  drag('dragenter', document.body, data)
  await expect.element(screen.getByText('Drop to verify')).toBeInTheDocument()
  drag('drop', document.body, data)
  await expect
    .element(screen.getByRole('alert'))
    .toHaveTextContent(
      'dirty.replayed.vhdx is not what was to be saved: it is 3 bytes, the copy is 8 bytes.',
    )
  expect(await found[0]?.text()).toBe('cut')
  expect(receive).not.toHaveBeenCalled()
  await expect.element(screen.getByRole('dialog', { name: 'Save replayed copy' })).toBeVisible()
})

test('leaves text that is dragged to the browser', async () => {
  const { screen, receive } = await setUp()
  const data = carried()
  drag('dragenter', document.body, data)
  expect(drag('dragover', document.body, data)).toBe(true)
  expect(drag('drop', document.body, data)).toBe(true)
  await expect.element(screen.getByText('Drop to open')).not.toBeInTheDocument()
  expect(receive).not.toHaveBeenCalled()
})
