import { expect, test, vi } from 'vitest'
import type { SampleId } from '../../../engine/compose/sample-id.ts'
import { type InApp, renderInApp } from '../../../testing/render-in-app.tsx'
import { DroppedDialog } from './dropped-dialog.tsx'
import { OthersBanner } from './others-banner.tsx'

const file = (name: string) => ({ file: new File(['x'], name) })

async function ask(sample: SampleId, ...names: readonly string[]): Promise<InApp> {
  const app = await renderInApp(<DroppedDialog onClose={vi.fn()} />, sample)
  app.store.setState({ dropped: names.map(file), takeDropped: vi.fn() })
  return app
}

const ways = async ({ screen }: InApp): Promise<readonly (string | null)[]> => {
  const dialog = screen.getByRole('dialog')
  await expect.element(dialog).toBeVisible()
  return dialog
    .getByRole('button')
    .elements()
    .map((button) => button.getAttribute('aria-label') ?? button.textContent)
}

test('what is dropped on an open file replaces it only where somebody says so', async () => {
  const app = await ask('dirty', 'next.vhdx')
  await expect.element(app.screen.getByRole('dialog')).toHaveTextContent('You dropped next.vhdx.')
  expect(await ways(app)).toEqual(['Close', 'Open instead', 'Cancel'])
  await app.screen.getByRole('button', { name: 'Open instead' }).click()
  expect(app.store.getState().takeDropped).toHaveBeenCalledWith('open')
})

test('on a child disk it may be a parent', async () => {
  const app = await ask('differencing', 'base.vhdx')
  expect(await ways(app)).toEqual(['Close', 'Add as parent', 'Open instead', 'Cancel'])
})

test('after a download it may be the saved copy, and first of all where it has its name', async () => {
  const app = await ask('differencing', 'other.vhdx')
  app.store.getState().handOut({ name: 'copy.vhdx', blob: new Blob() })
  const check = 'Verify as the saved copy'
  await expect.element(app.screen.getByRole('button', { name: check })).toBeVisible()
  expect(await ways(app)).toEqual(['Close', 'Add as parent', 'Open instead', check, 'Cancel'])
  app.store.setState({ dropped: [file('copy.vhdx')] })
  await expect
    .poll(() => ways(app))
    .toEqual(['Close', check, 'Add as parent', 'Open instead', 'Cancel'])
  app.store.setState({ dropped: [file('a'), file('b')] })
  await expect.poll(() => ways(app)).toEqual(['Close', 'Add as parents', 'Open instead', 'Cancel'])
})

test('of unrelated files that came together it is said which one is open and why, and the other is offered', async () => {
  const app = await renderInApp(<OthersBanner />, 'dirty')
  const openOther = vi.fn()
  const together = { files: [file('one.vhdx'), file('two.vhdx')], shown: 0 }
  app.store.setState({ together, openOther })
  const banner = app.screen.getByRole('status')
  await expect
    .element(banner)
    .toHaveTextContent(
      '2 files came together, and one.vhdx is open, the first of them. None is the child of another',
    )
  await banner.getByRole('button', { name: 'Open two.vhdx' }).click()
  expect(openOther).toHaveBeenCalledWith(1)
  await banner.getByRole('button', { name: 'Dismiss' }).click()
  await expect.element(banner).not.toBeInTheDocument()
})
