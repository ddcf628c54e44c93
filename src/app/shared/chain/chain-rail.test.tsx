import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import type { ChainFileReport, ChainReport } from '../../../engine/disk/chain/chain-report.ts'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import { renderInApp } from '../../../testing/render-in-app.tsx'
import type { NamedFile } from '../../../worker/protocol/chain.ts'
import { ChainRail } from './chain-rail.tsx'
import { ChainRisk } from './chain-risk.tsx'

const file = (name: string, link?: ChainFileReport['link']): ChainFileReport => ({
  name,
  state: 'clean',
  virtualDiskSize: 4_194_304n,
  logicalSectorSize: 512,
  dataWriteGuid: undefined,
  link,
})

const WHY = 'It was written to after the child was made.'
const refused: ChainReport = {
  files: [file('child.vhdx')],
  missing: { wanted: undefined, paths: [] },
  cycle: undefined,
  refused: [
    { name: 'base.vhdx', reason: WHY, risks: ['changed'] },
    { name: 'other.vhdx', reason: 'It is not a VHDX.' },
  ],
  findings: [],
}
const accepted: ChainReport = {
  ...refused,
  files: [
    file('child.vhdx'),
    file('base.vhdx', { recognised: 'By its name.', problems: [WHY], paths: [], accepted: true }),
  ],
  missing: undefined,
  refused: [],
}

test('of two ways to read a refused parent the one that is chosen is asked for', async () => {
  const given = vi.fn<(files: readonly NamedFile[]) => void>()
  const { verdict } = await inspectSample('differencing')
  const { screen, store } = await renderInApp(<ChainRail />, 'differencing', {
    'file.verdict': () => verdict,
    'chain.setParents': ({ files }) => {
      given(files)
      const reason = 'base.vhdx is the parent, but the format forbids opening it.'
      return { ...refused, refused: [{ name: 'base.vhdx', reason, risks: ['before', 'salvaged'] }] }
    },
  })
  await store.getState().addParents([{ file: new File(['x'], 'base.vhdx') }])
  await screen.getByRole('button', { name: 'Read it as if it were salvaged at your own' }).click()
  const question = screen.getByRole('dialog', { name: 'Read through this parent?' })
  await expect.element(question).toHaveTextContent('as the ways of salvage that lead furthest')
  await question.getByRole('button', { name: 'Read through it' }).click()
  await expect.element(question).not.toBeInTheDocument()
  expect(given.mock.lastCall?.[0].map(({ risks }) => risks)).toEqual([['salvaged']])
})

test('a changed parent is refused, and read through only behind a question', async () => {
  const given = vi.fn<(files: readonly NamedFile[]) => void>()
  const { verdict } = await inspectSample('differencing')
  const { screen, store } = await renderInApp(
    <>
      <ChainRail />
      <ChainRisk />
    </>,
    'differencing',
    {
      'file.verdict': () => verdict,
      'chain.setParents': ({ files }) => {
        given(files)
        return files.some(({ risks }) => risks?.includes('changed')) ? accepted : refused
      },
    },
  )
  const parents = ['base.vhdx', 'other.vhdx'].map((name) => ({ file: new File(['x'], name) }))
  await store.getState().addParents(parents)
  await expect.element(screen.getByText(WHY)).toBeVisible()
  // Only of what may be the parent it is asked, and at first nothing is done.
  const button = screen.getByRole('button', { name: 'Read through it at your own risk…' })
  expect(button.elements()).toHaveLength(1)
  await button.click()
  const question = screen.getByRole('dialog', { name: 'Read through this parent?' })
  await expect.element(question).toHaveTextContent('base.vhdx was written to after the child was')
  await expect.element(question.getByRole('button', { name: 'Cancel' })).toHaveFocus()
  await userEvent.keyboard('{Enter}')
  await expect.element(question).not.toBeInTheDocument()
  expect(given).toHaveBeenCalledTimes(1)

  await button.click()
  await question.getByRole('button', { name: 'Read through it' }).click()
  await expect.element(screen.getByText(/^The chain is complete/)).toBeVisible()
  expect(given.mock.lastCall?.[0].map(({ name, risks }) => [name, risks])).toEqual([
    ['base.vhdx', ['changed']],
    ['other.vhdx', undefined],
  ])
  const list = screen.getByRole('list', { name: 'Chain from child to base' })
  await expect.element(list).toHaveTextContent('is read at your own risk')
  await expect.element(screen.getByText(/Parent base\.vhdx: .*your own risk/)).toBeVisible()
  expect(store.getState().announcement.text).toContain('at your own risk')
})
