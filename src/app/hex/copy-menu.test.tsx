import { afterEach, expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { bytesFrom, type InApp, renderInApp } from '../../testing/render-in-app.tsx'
import { CopyMenu } from './copy-menu.tsx'
import { useCopyBytes } from './use-copy-bytes.ts'

function Menu({ length }: { readonly length: number }) {
  return <CopyMenu range={{ offset: 0x30, length }} copying={useCopyBytes('before')} />
}

const setUp = (length = 16): Promise<InApp> =>
  renderInApp(<Menu length={length} />, 'dirty', {
    'file.read': ({ offset, length: wanted }) => bytesFrom(offset, wanted),
  })

const button = ({ screen }: InApp) => screen.getByRole('button', { name: 'Copy as…' })
const list = ({ screen }: InApp) =>
  screen.getByRole('group', { name: 'Copy the selected bytes as' })

/** Of the sixteen bytes from 0x30. */
const HEX = '303132333435363738393a3b3c3d3e3f'

afterEach(() => vi.restoreAllMocks())

test.each([
  ['Hex', HEX.toUpperCase().replaceAll(/(..)(?=.)/g, '$1 ')],
  ['Text (ASCII)', '0123456789:;<=>?'],
  ['Base64', 'MDEyMzQ1Njc4OTo7PD0+Pw=='],
  ['GUID, bytes in their order', HEX.replace(/(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-')],
  ['JSON array', JSON.stringify([...bytesFrom(0x30, 16)])],
])('copies as %s by keyboard, says so and closes', async (form, text) => {
  const app = await setUp()
  await userEvent.tab()
  await expect.element(button(app)).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(list(app)).toBeVisible()
  list(app).getByRole('button', { name: form, exact: true }).element().focus()
  await userEvent.keyboard('{Enter}')
  await expect.element(list(app)).not.toBeInTheDocument()
  await expect.poll(() => app.store.getState().announcement.text).toMatch(/^Copied 16 bytes as/)
  expect(await navigator.clipboard.readText()).toBe(text)
})

test('is closed with Esc, and gives the focus back', async () => {
  const app = await setUp()
  await button(app).click()
  await userEvent.tab()
  await userEvent.keyboard('{Escape}')
  await expect.element(list(app)).not.toBeInTheDocument()
  await expect.element(button(app)).toHaveFocus()
})

test('offers GUIDs for sixteen bytes only', async () => {
  const app = await setUp(15)
  await button(app).click()
  await expect.element(list(app)).toBeVisible()
  expect(list(app).getByRole('button', { name: /GUID/ }).elements()).toHaveLength(0)
  expect(list(app).getByRole('button', { name: /array/ }).elements()).toHaveLength(3)
})

test('hands the bytes out as a file', async () => {
  const saved: { readonly name: string; readonly bytes: Promise<ArrayBuffer> }[] = []
  vi.spyOn(HTMLAnchorElement.prototype, 'click').mockImplementation(function click(
    this: HTMLAnchorElement,
  ) {
    saved.push({
      name: this.download,
      bytes: fetch(this.href).then((response) => response.arrayBuffer()),
    })
  })
  const app = await setUp()
  await button(app).click()
  await app.screen.getByRole('button', { name: 'Save as a file' }).click()
  await expect.poll(() => saved.length).toBe(1)
  expect(saved[0]?.name).toBe('bytes-0x30-16.bin')
  expect(new Uint8Array((await saved[0]?.bytes) ?? [])).toEqual(bytesFrom(0x30, 16))
})

test('says that the browser did not allow it', async () => {
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(new Error('Denied.'))
  const app = await setUp()
  await button(app).click()
  await app.screen.getByRole('button', { name: 'Hex', exact: true }).click()
  await expect.poll(() => app.store.getState().announcement.text).toMatch(/^Not copied\./)
})
