import { expect, test } from 'vitest'
import type { StatedDiagnosis } from '../../../engine/diagnosis/verdict.ts'
import { renderInApp } from '../../../testing/render-in-app.tsx'
import { DiagnosisList } from './diagnosis-list.tsx'

const CUT: StatedDiagnosis = {
  id: 'cut-off',
  title: 'The file is cut off',
  cause: 'A copy ended early.',
  certainty: 'proven',
  condition: 'damaged',
  sentences: ['Cut off: a part.', 'The file has \u202e40 MiB.'],
  explains: ['bat.block-beyond-end'],
  loss: { bytes: 2 ** 20, blocks: 1, ranges: [{ offset: 0, length: 2 ** 20 }], rangeCount: 1 },
  ways: [
    { id: 'copy-again', does: 'Copy or download the file again.' },
    { id: 'export', does: 'Export the disk.', command: 'export IMAGE OUT' },
    { id: 'findings', does: 'Look at the findings.' },
  ],
}

test('each cause has its loss, and its ways out as buttons where the app goes them itself', async () => {
  const { screen, store } = await renderInApp(
    <DiagnosisList diagnoses={[CUT]} title="Cut off: a part. Otherwise closed cleanly." />,
  )
  const list = screen.getByRole('region', { name: 'What is wrong, and the ways out' })
  await expect.element(list).toHaveTextContent('Lost: 1 MiB of the disk, in 1 block: 0x0–0x100000.')
  await expect.element(list).toHaveTextContent('Copy or download the file again')
  // What the headline says is not said again, and no text of a file turns a line around.
  await expect.element(list).not.toHaveTextContent('Cut off: a part.')
  expect(list.element().textContent).not.toContain('\u202e')
  await screen.getByRole('button', { name: 'Go to the disk' }).click()
  expect(store.getState().view).toBe('disk')
  await screen.getByRole('button', { name: 'Go to the findings' }).click()
  expect(store.getState().view).toBe('findings')
})

test('nothing is shown of an image with which nothing is wrong', async () => {
  const { screen } = await renderInApp(<DiagnosisList diagnoses={[]} title="" />)
  expect(screen.container.textContent).toBe('')
})
