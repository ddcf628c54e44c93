import { afterEach, expect, test, vi } from 'vitest'
import { renderInApp } from '../../../testing/render-in-app.tsx'
import { StatusLine } from '../status-line.tsx'
import { takeLaunches } from './take-launches.ts'

const handle = (name: string, getFile = async () => new File(['bytes'], name)) =>
  ({ kind: 'file', name, getFile }) as FileSystemFileHandle

/** What the system says that it wants to be opened. */
async function launch(...files: readonly FileSystemFileHandle[]) {
  const app = await renderInApp(<StatusLine />)
  const receive = vi.fn(async () => undefined)
  app.store.setState({ receive })
  const setConsumer = (consumer: (params: LaunchParams) => void) => consumer({ files })
  Object.defineProperty(window, 'launchQueue', { value: { setConsumer }, configurable: true })
  takeLaunches(app.store)
  return { ...app, receive }
}

afterEach(() => Reflect.deleteProperty(window, 'launchQueue'))

test('opens all files of a launch at once, as a drop of them would: a chain stays together', async () => {
  const [child, base] = [handle('child.avhdx'), handle('base.vhdx')]
  const { receive } = await launch(child, base)
  await expect.poll(() => receive.mock.calls.length).toBe(1)
  const [files] = receive.mock.calls[0] as unknown as [{ file: File; handle: Promise<unknown> }[]]
  expect(files.map(({ file }) => file.name)).toEqual(['child.avhdx', 'base.vhdx'])
  expect(await Promise.all(files.map(({ handle }) => handle))).toEqual([child, base])
})

test('says which file of a launch cannot be read', async () => {
  const gone = handle('gone.vhdx', () => Promise.reject(new Error('It is no longer there.')))
  const { screen, receive } = await launch(gone)
  const line = screen.getByText('gone.vhdx could not be opened: It is no longer there.')
  await expect.element(line).toBeVisible()
  expect(receive).not.toHaveBeenCalled()
})

test('leaves the page as it is when the app is started without a file', async () => {
  const { receive } = await launch()
  expect(receive).not.toHaveBeenCalled()
})
