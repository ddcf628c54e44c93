import { expect, test } from 'vitest'
import type { BatCensus } from '../../../engine/image/bat/bat.ts'
import { renderInApp } from '../../../testing/render-in-app.tsx'
import { censusRows } from './census.ts'
import { CensusTable } from './census-table.tsx'

const census = (present: number): BatCensus => ({
  payload: { 'fully-present': present },
  sectorBitmap: {},
})

const shown = async (
  states: Parameters<typeof CensusTable>[0]['states'],
  before: BatCensus | undefined,
  after: BatCensus | undefined,
) => {
  const rows = censusRows('dynamic', before, after)
  const { screen } = await renderInApp(<CensusTable rows={rows} states={states} />)
  const titles = screen.getByRole('columnheader').elements()
  const cells = [
    ...screen
      .getByRole('row', { name: /^FULLY_PRESENT/ })
      .element()
      .querySelectorAll('td'),
  ]
  return {
    titles: titles.map((title) => title.textContent),
    cells: cells.map((cell) => cell.textContent),
    changed: cells.filter((cell) => cell.hasAttribute('data-changed')).length,
  }
}

test('two states have a difference, which has a colour where there is one', async () => {
  expect(await shown(['before', 'after'], census(3), census(4))).toEqual({
    titles: ['State', 'On disk', 'After replay', 'Difference'],
    cells: ['3', '4', '+1'],
    changed: 1,
  })
})

test('blocks that are not counted yet have no difference, in no colour', async () => {
  const { cells, changed } = await shown(['before', 'after'], undefined, census(4))
  expect([cells, changed]).toEqual([['–', '4', '–'], 0])
})

test('a state of which nothing is known has no column, and there is no difference from it', async () => {
  expect(await shown(['after'], undefined, census(4))).toEqual({
    titles: ['State', 'After replay'],
    cells: ['4'],
    changed: 0,
  })
})
