import { expect, test } from 'vitest'
import { inspectSample } from '../../testing/inspect-sample.ts'
import { counted } from '../../testing/open-store.ts'
import { renderInApp } from '../../testing/render-in-app.tsx'
import { FindingsView } from '../views/findings/findings-view.tsx'

/** A file in which nothing was found, with its blocks counted or not. */
async function opened(checkedBlocks: boolean) {
  const inspection = await inspectSample('clean')
  const known = checkedBlocks ? counted(inspection) : inspection
  const verdict = { ...inspection.verdict, checkedBlocks, notLooked: [] }
  return { ...known, findings: [], verdict }
}

test('of a table that was not read no check is said to have passed, and what reading costs is said', async () => {
  const unread = await opened(false)
  const { screen } = await renderInApp(<FindingsView />, 'clean', {
    'recipe.openSample': () => unread,
    'file.additions': ({ blocks }) => opened(blocks === 'all'),
  })
  const text = screen.getByRole('banner')
  await expect.element(text).not.toHaveTextContent('every check passed')
  await expect.element(text).toHaveTextContent(/Not checked: the block allocation table\. To check/)
  await screen.getByRole('button', { name: 'Check the blocks' }).click()
  await expect.element(text).toHaveTextContent('None: every check passed.')
  await expect.element(text).not.toHaveTextContent('Not checked')
  await expect.element(text).toHaveTextContent(/Of the virtual disk, .* only partition tables/)
})
