import { useState } from 'react'
import { expect, test } from 'vitest'
import { type RenderResult, render } from 'vitest-browser-react'
import '../ui/base.css'
import { type KeptState, KeptStateProvider, useKeptState } from '../ui/kept-state.ts'
import { ListTable, WindowTable } from './data-table.tsx'
import { columnHelper } from './table-model.ts'
import { useWindowQuery } from './use-window-query.ts'

interface Row {
  readonly number: number
}

const helper = columnHelper<Row>()
const columns = helper.columns([helper.accessor('number', { header: 'Number' })])
const ROWS: readonly Row[] = Array.from({ length: 450 }, (_, number) => ({ number }))
const SHARED = { empty: 'None.', columns } as const
const PAGE = 100

function List() {
  return <ListTable {...SHARED} label="List" rows={ROWS} />
}

function Windows() {
  const [odd, setOdd] = useKeptState('odd', false)
  const query = useWindowQuery(String(odd), 'number', 'windows')
  const chosen = ROWS.filter(({ number }) => !odd || number % 2 === 1)
  const sorted = query.sort.descending ? chosen.toReversed() : chosen
  const { start } = query
  const data = { rows: sorted.slice(start, start + PAGE), total: sorted.length }
  return (
    <>
      <button type="button" onClick={() => setOdd(!odd)}>
        Odd
      </button>
      <WindowTable
        {...SHARED}
        {...query}
        label="Windows"
        pageSize={PAGE}
        page={{ data, params: { start }, error: undefined, loading: false }}
      />
    </>
  )
}

/** A screen that is left and comes back, over what is kept of it. */
function Page() {
  const [kept] = useState<KeptState>(() => new Map())
  const [isShown, setShown] = useState(true)
  return (
    <KeptStateProvider value={kept}>
      <button type="button" onClick={() => setShown(!isShown)}>
        Another screen
      </button>
      {isShown && <List />}
      {isShown && <Windows />}
    </KeptStateProvider>
  )
}

const look = (screen: RenderResult, name: string) => {
  const grid = screen.getByRole('grid', { name }).element()
  const box = grid.parentElement
  return {
    numbers: [...grid.querySelectorAll('tbody tr')].map((row) => row.textContent),
    sort: grid.querySelector('th')?.getAttribute('aria-sort'),
    scroll: box?.scrollTop,
    box,
  }
}

test.each(['List', 'Windows'])('%s is as it was left when its screen comes back', async (name) => {
  const screen = await render(<Page />)
  const title = screen.getByRole('grid', { name }).getByRole('columnheader')
  await title.click()
  await title.click()
  if (name === 'Windows') await screen.getByRole('button', { name: 'Odd' }).click()
  await screen
    .getByRole('button', { name: /next/i })
    .nth(name === 'List' ? 0 : 1)
    .click()
  const { box } = look(screen, name)
  if (box) box.scrollTop = 333
  const { box: _, ...left } = look(screen, name)
  expect(left.sort).toBe(name === 'List' ? 'descending' : 'ascending')
  expect(left.scroll).toBe(333)
  const other = screen.getByRole('button', { name: 'Another screen' })
  await other.click()
  await expect.element(screen.getByRole('grid', { name })).not.toBeInTheDocument()
  await other.click()
  const { box: __, ...back } = look(screen, name)
  expect(back).toEqual(left)
})
