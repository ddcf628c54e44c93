import { expect, test, vi } from 'vitest'
import { type InApp, renderInApp } from '../../testing/render-in-app.tsx'
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

test('leaves text that is dragged to the browser', async () => {
  const { screen, receive } = await setUp()
  const data = carried()
  drag('dragenter', document.body, data)
  expect(drag('dragover', document.body, data)).toBe(true)
  expect(drag('drop', document.body, data)).toBe(true)
  await expect.element(screen.getByText('Drop to open')).not.toBeInTheDocument()
  expect(receive).not.toHaveBeenCalled()
})
