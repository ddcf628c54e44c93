/** What can be done with a row: choosing, opening, marking. */
import { expect, test } from 'vitest'
import { userEvent } from 'vitest/browser'
import { render } from 'vitest-browser-react'
import { ListTable } from './data-table.tsx'
import { columnHelper } from './table-model.ts'

interface Row {
  readonly number: number
}

const columns = columnHelper<Row>().columns([
  columnHelper<Row>().accessor('number', { header: 'Number' }),
])
const ROWS: readonly Row[] = Array.from({ length: 8 }, (_, number) => ({ number }))

test('goes on from where the focus was put, and tells choosing, opening and marking apart', async () => {
  const did: string[] = []
  const note = (what: string) => (row: Row) => void did.push(`${what} ${row.number}`)
  const screen = await render(
    <ListTable
      label="Rows"
      empty="None."
      columns={columns}
      rows={ROWS}
      onSelect={note('choose')}
      onOpen={note('open')}
      onMark={note('mark')}
    />,
  )
  const cell = (number: number) => screen.getByRole('gridcell', { name: `${number}`, exact: true })
  ;(cell(4).element() as HTMLElement).focus()
  await userEvent.keyboard('{ArrowDown} {Enter}{Shift>} {/Shift}')
  expect(did).toEqual(['choose 5', 'open 5', 'mark 5'])
  await cell(2).click({ modifiers: ['Control'] })
  await cell(1).dblClick()
  expect(did.slice(3)).toEqual(['mark 2', 'choose 1', 'choose 1', 'open 1'])
  await expect.element(screen.getByRole('grid')).toHaveAttribute('aria-multiselectable', 'true')
})
