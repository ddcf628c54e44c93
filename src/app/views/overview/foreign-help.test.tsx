import { expect, test } from 'vitest'
import type { FoundKind } from '../../../engine/image/kind-words.ts'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import { type InApp, renderInApp } from '../../../testing/render-in-app.tsx'
import { ForeignHelp } from './foreign-help.tsx'

async function renderFor(kind: FoundKind, name: string): Promise<InApp> {
  const inspection = await inspectSample('clean')
  const foreign = {
    ...inspection,
    outcome: 'not-vhdx' as const,
    identity: { ...inspection.identity, ...kind },
  }
  const app = await renderInApp(<ForeignHelp />, 'clean', {
    'recipe.openSample': () => foreign,
    'file.additions': () => foreign,
  })
  const { session } = app.store.getState()
  if (session.status === 'open') app.store.setState({ session: { ...session, name } })
  return app
}

const heading = ({ screen }: InApp) => screen.getByRole('heading', { name: 'What to do with it' })

test('has the command for each system, to be copied', async () => {
  const app = await renderFor({ kind: 'vhd-fixed' }, 'a.vhd')
  await expect.element(heading(app)).toBeVisible()
  await expect.element(app.screen.getByText(/^Convert-VHD/)).toBeVisible()
  await expect.element(app.screen.getByText(/^qemu-img convert .*-f vpc/)).toBeVisible()
  await expect
    .element(app.screen.getByRole('button', { name: 'Copy the command for Windows' }))
    .toBeVisible()
})

test('goes by the name where the content says nothing', async () => {
  const app = await renderFor({ kind: 'unknown' }, 'disk.vhdx.rct')
  await expect
    .element(app.screen.getByText(/^By its name it is a change tracking file of Hyper-V/))
    .toBeVisible()
})

test('is not there where it has nothing to say', async () => {
  const app = await renderFor({ kind: 'unknown' }, 'disk.vhdx')
  await expect.element(heading(app)).not.toBeInTheDocument()
})
