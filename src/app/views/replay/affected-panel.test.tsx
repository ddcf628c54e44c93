import { expect, test } from 'vitest'
import type { AffectedReport } from '../../../engine/affected/affected-report.ts'
import { untilAborted } from '../../../testing/fake-client.ts'
import { renderInApp } from '../../../testing/render-in-app.tsx'
import { AffectedPanel } from './affected-panel.tsx'

const FILE = {
  path: '/var/log/\u202egnp.journal',
  kind: 'file',
  status: 'changed',
  size: 4_194_304n,
  facts: ['modified'],
  hasOtherNames: false,
  changedBytes: 2_097_152,
  bytesInNewBlocks: 2_097_152,
  notCompared: 0,
} as const

const FOUND: AffectedReport = {
  ok: true,
  changedBytes: 2_101_248,
  notCompared: 0,
  volumes: [
    {
      at: { offset: 0, length: 2 ** 30 },
      partition: undefined,
      fileSystem: 'ext4',
      outcome: 'compared',
      reason: undefined,
      hasJournal: false,
      withJournal: undefined,
      counts: {
        paths: 4,
        directories: 1,
        byStatus: { 'only-before': 0, 'only-after': 0, changed: 4 },
        bytesInNewBlocks: 2_097_152,
      },
      files: [FILE],
      most: FILE,
      nameless: 0,
      problems: [],
      problemCount: 0,
    },
  ],
}

test('says in words which files are affected, and shows the first with their names made visible', async () => {
  const { screen, client } = await renderInApp(<AffectedPanel />, 'dirty', {
    'affected.list': () => FOUND,
  })
  const text = screen.getByRole('status')
  await expect
    .element(text)
    .toHaveTextContent(
      'In the guest: 3 files and 1 directory are affected: “/var/log/⟨U+202E⟩gnp.journal” has 2 MiB in blocks that only the log names.',
    )
  const row = screen.getByRole('row', { name: /gnp\.journal/ })
  await expect.element(row).toHaveTextContent('/var/log/⟨U+202E⟩gnp.journal')
  await expect.element(row).toHaveTextContent('2 MiB of its content')
  await expect.element(screen.getByText('3 more are in the report.')).toBeVisible()
  expect(client.asked.filter((call) => call === 'affected.list')).toHaveLength(1)
})

test('is called off by its button, and goes on by another one', async () => {
  let isStopped = false
  const { screen } = await renderInApp(<AffectedPanel />, 'dirty', {
    'affected.list': (_, options) =>
      isStopped
        ? FOUND
        : untilAborted(options).finally(() => {
            isStopped = true
          }),
  })
  await expect
    .element(screen.getByRole('progressbar', { name: 'Comparing the files of the guest' }))
    .toBeVisible()
  await screen.getByRole('button', { name: 'Cancel' }).click()
  await expect.poll(() => isStopped).toBe(true)
  await screen.getByRole('button', { name: 'Compare the files' }).click()
  await expect.element(screen.getByRole('status')).toHaveTextContent('3 files and 1 directory')
})

test('has nothing to say of a file without an update', async () => {
  const { screen, client } = await renderInApp(<AffectedPanel />, 'clean', {
    'affected.list': () => undefined,
  })
  expect(screen.container.textContent).toBe('')
  expect(client.asked).not.toContain('affected.list')
})
