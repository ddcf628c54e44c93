import { expect, test } from 'vitest'
import type { EditPreview } from '../../../engine/journal/edit-preview.ts'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import { renderInApp } from '../../../testing/render-in-app.tsx'
import { CommitBar } from './commit-bar.tsx'

/** Pending edits after which findings of these severities are new. */
async function pending(severities: readonly ('error' | 'warning')[]) {
  const { update, findings } = await inspectSample('dirty')
  const [found] = findings
  if (!update || !found) throw new Error('the sample should have a replay and a finding')
  const preview: EditPreview = {
    entries: [],
    changes: update,
    outcome: 'clean',
    newFindings: severities.map((severity) => ({ ...found, severity })),
  }
  const app = await renderInApp(<CommitBar />, 'clean')
  app.store.setState({ preview: { status: 'ready', preview } })
  await app.screen.getByRole('button', { name: 'Commit', exact: true }).click()
  return app
}

test('a commit that makes a check fail as an error asks first, and says what for', async () => {
  const { screen, client } = await pending(['error', 'warning'])
  await expect.element(screen.getByRole('dialog')).toHaveTextContent(/1 check fails as an error/)
  expect(client.asked).not.toContain('edit.commit')
})

test('one that only makes a warning does not', async () => {
  const { screen } = await pending(['warning'])
  expect(screen.getByRole('dialog').elements()).toEqual([])
})
