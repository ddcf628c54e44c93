import { useEffect, useState } from 'react'
import { expect, test, vi } from 'vitest'
import { userEvent } from 'vitest/browser'
import { type RenderResult, render } from 'vitest-browser-react'
import '../ui/base.css'
import { ListTable, WindowTable } from './data-table.tsx'
import { columnHelper } from './table-model.ts'

interface Fruit {
  readonly number: number
  readonly name: string
  /** Not known of all. */
  readonly weight: number | undefined
}

const helper = columnHelper<Fruit>()
const columns = helper.columns([
  helper.accessor('number', { header: 'Number', meta: { numeric: true } }),
  helper.accessor('name', { header: 'Name' }),
  helper.accessor('weight', { header: 'Weight' }),
])

const NAMES = ['Pear', 'Apple', 'Quince']
const fruits = (count: number): readonly Fruit[] =>
  Array.from({ length: count }, (_, number) => ({
    number,
    name: `${NAMES[number % NAMES.length]} ${number}`,
    weight: number % 10 === 3 ? undefined : (number * 7) % 100,
  }))

const SHARED = { label: 'Fruits', empty: 'No fruit.', columns } as const

const grid = (screen: RenderResult) => screen.getByRole('grid', { name: 'Fruits' })
const title = (screen: RenderResult, name: string) => screen.getByRole('columnheader', { name })
const press = (...keys: readonly string[]) => userEvent.keyboard(keys.join(''))
const CTRL_HOME = '{Control>}{Home}{/Control}'
const CTRL_END = '{Control>}{End}{/Control}'

/** The number of the row that has the focus, the head being 1, and of the column. */
const focused = (): readonly [row: number, column: number] => {
  const cell = document.activeElement?.closest<HTMLTableCellElement>('td, th')
  return [Number(cell?.closest('tr')?.getAttribute('aria-rowindex')), cell?.cellIndex ?? -1]
}
const namesShown = (screen: RenderResult): readonly (string | null | undefined)[] =>
  [...grid(screen).element().querySelectorAll('tbody tr')].map(
    (row) => row.children[1]?.textContent,
  )

/** Puts the focus on the table's tab stop, which is the first cell of the first row. */
async function enter(screen: RenderResult): Promise<void> {
  await userEvent.tab()
  await expect.element(grid(screen)).toBeVisible()
  expect(focused()).toEqual([2, 0])
}

test('is a grid that counts all its rows, with rising numbers on those that are shown', async () => {
  const screen = await render(<ListTable {...SHARED} rows={fruits(450)} />)
  await expect.element(grid(screen)).toHaveAttribute('aria-rowcount', '451')
  const rows = [...grid(screen).element().querySelectorAll('tr')]
  expect(rows.map((row) => Number(row.getAttribute('aria-rowindex')))).toEqual(
    Array.from({ length: 201 }, (_, row) => row + 1),
  )
})

test('has one tab stop, wherever its cursor is', async () => {
  const screen = await render(<ListTable {...SHARED} rows={fruits(30)} />)
  const stops = () => grid(screen).element().querySelectorAll('[tabindex="0"]').length
  await enter(screen)
  expect(stops()).toBe(1)
  await press('{ArrowDown}', '{ArrowRight}')
  expect(stops()).toBe(1)
  await press(CTRL_HOME, CTRL_HOME)
  expect(focused()).toEqual([1, 0])
  expect(stops()).toBe(1)
})

test('is moved through cell by cell, and to the ends of rows and table', async () => {
  const screen = await render(<ListTable {...SHARED} rows={fruits(450)} />)
  await enter(screen)
  for (const [key, place] of [
    ['{ArrowDown}', [3, 0]],
    ['{ArrowRight}', [3, 1]],
    ['{End}', [3, 2]],
    ['{ArrowRight}', [3, 2]],
    ['{Home}', [3, 0]],
    [CTRL_END, [451, 2]],
    ['{ArrowDown}', [451, 2]],
    [CTRL_HOME, [2, 0]],
    [CTRL_HOME, [1, 0]],
    ['{ArrowUp}', [1, 0]],
  ] as const) {
    await press(key)
    await expect.poll(focused, { message: key }).toEqual(place)
  }
})

test('turns its page when the cursor goes over the end of it', async () => {
  const screen = await render(<ListTable {...SHARED} rows={fruits(450)} />)
  await enter(screen)
  const pages = screen.getByRole('group', { name: 'Pages of Fruits' })
  await expect.element(pages).toHaveTextContent('1–200 of 450')
  await screen.getByRole('gridcell', { name: '199', exact: true }).click()
  await press('{ArrowDown}')
  await expect.element(pages).toHaveTextContent('201–400 of 450')
  await expect.poll(focused).toEqual([202, 0])
  await press('{ArrowUp}')
  await expect.element(pages).toHaveTextContent('1–200 of 450')
  await expect.poll(focused).toEqual([201, 0])
})

test('moves by as many rows as are seen with Page Down and Page Up', async () => {
  const screen = await render(
    <div style={{ display: 'flex', flexDirection: 'column', height: '300px' }}>
      <ListTable {...SHARED} rows={fruits(150)} />
    </div>,
  )
  await enter(screen)
  await press('{PageDown}')
  const [row] = focused()
  expect(row).toBeGreaterThan(3)
  await press('{PageDown}')
  expect(focused()).toEqual([2 * row - 2, 0])
  await press('{PageUp}', '{PageUp}', '{PageUp}')
  expect(focused()).toEqual([2, 0])
})

test('has a pager whose buttons keep the focus on the first and the last page', async () => {
  const screen = await render(<ListTable {...SHARED} rows={fruits(450)} />)
  const button = (name: string) => screen.getByRole('button', { name })
  const pages = screen.getByRole('group', { name: 'Pages of Fruits' })
  await expect.element(button('First page')).toHaveAttribute('aria-disabled', 'true')
  for (const [name, shown] of [
    ['Next page', '201–400'],
    ['Last page', '401–450'],
    ['Previous page', '201–400'],
    ['First page', '1–200'],
  ] as const) {
    await button(name).click()
    await expect.element(pages).toHaveTextContent(`${shown} of 450`)
    await expect.element(button(name)).toHaveFocus()
  }
  await press('{Enter}')
  await expect.element(pages).toHaveTextContent('1–200 of 450')
  await expect.element(button('First page')).toHaveFocus()
})

test('has no pager where one page is enough', async () => {
  const screen = await render(<ListTable {...SHARED} rows={fruits(200)} />)
  await expect.element(grid(screen)).toBeVisible()
  await expect.element(screen.getByRole('group')).not.toBeInTheDocument()
})

test('sorts by the title that is chosen with Enter or a click, and keeps the focus there', async () => {
  const screen = await render(<ListTable {...SHARED} rows={fruits(8)} />)
  await enter(screen)
  await press(CTRL_HOME, '{ArrowUp}', '{ArrowRight}')
  await expect.element(title(screen, 'Name')).toHaveFocus()
  await expect.element(title(screen, 'Name')).toHaveAttribute('aria-sort', 'none')
  await press('{Enter}')
  await expect.element(title(screen, 'Name')).toHaveAttribute('aria-sort', 'ascending')
  await expect.element(title(screen, 'Name')).toHaveFocus()
  expect(namesShown(screen)).toEqual([...namesShown(screen)].sort())
  await title(screen, 'Name').click()
  await expect.element(title(screen, 'Name')).toHaveAttribute('aria-sort', 'descending')
  expect(namesShown(screen)).toEqual([...namesShown(screen)].sort().reverse())
  await title(screen, 'Number').click()
  await expect.element(title(screen, 'Name')).toHaveAttribute('aria-sort', 'none')
  expect(namesShown(screen)).toEqual(fruits(8).map(({ name }) => name))
})

test('puts rows without a value last', async () => {
  const screen = await render(
    <ListTable {...SHARED} rows={fruits(8)} initialSort={{ id: 'weight', descending: false }} />,
  )
  await expect.element(title(screen, 'Weight')).toHaveAttribute('aria-sort', 'ascending')
  expect(namesShown(screen).at(-1)).toBe('Pear 3')
})

test('chooses a row with Enter, with Space and with a click', async () => {
  const onSelect = vi.fn()
  const rows = fruits(5)
  function Choice() {
    const [chosen, setChosen] = useState<Fruit>()
    return (
      <ListTable
        {...SHARED}
        rows={rows}
        isSelected={(row) => row === chosen}
        onSelect={(row) => {
          onSelect(row.number)
          setChosen(row)
        }}
      />
    )
  }
  const screen = await render(<Choice />)
  await enter(screen)
  await press('{ArrowDown}', '{Enter}', '{ArrowDown}', ' ')
  await screen.getByRole('gridcell', { name: 'Apple 4' }).click()
  expect(onSelect.mock.calls).toEqual([[1], [2], [4]])
  await expect
    .element(screen.getByRole('row', { name: 'Apple 4' }))
    .toHaveAttribute('aria-selected', 'true')
  expect(grid(screen).element().querySelectorAll('[aria-selected=true]')).toHaveLength(1)
})

test('shows only rows that hold the text, and says so when none does', async () => {
  const screen = await render(<ListTable {...SHARED} rows={fruits(450)} filter="qUINCE" />)
  await expect.element(grid(screen)).toHaveAttribute('aria-rowcount', '151')
  await screen.rerender(<ListTable {...SHARED} rows={fruits(450)} filter="cherry" />)
  await expect.element(screen.getByText('No fruit.')).toBeVisible()
  await expect.element(grid(screen)).toHaveAttribute('aria-rowcount', '1')
})

test('begins at its first page with another filter', async () => {
  const screen = await render(<ListTable {...SHARED} rows={fruits(900)} />)
  await screen.getByRole('button', { name: 'Next page' }).click()
  await screen.rerender(<ListTable {...SHARED} rows={fruits(900)} filter="pear" />)
  const pages = screen.getByRole('group', { name: 'Pages of Fruits' })
  await expect.element(pages).toHaveTextContent('1–200 of 300')
})

test('keeps the focus when a filter takes the row away, and when it takes all of them', async () => {
  const screen = await render(<ListTable {...SHARED} rows={fruits(30)} />)
  await screen.getByRole('gridcell', { name: 'Quince 29' }).click()
  await screen.rerender(<ListTable {...SHARED} rows={fruits(30)} filter="pear" />)
  expect(focused()).toEqual([2, 1])
  await screen.rerender(<ListTable {...SHARED} rows={fruits(30)} filter="cherry" />)
  expect(focused()).toEqual([1, 1])
})

/** A table whose rows come a moment later, as they do from the worker. */
function Late({ total, onWindow }: { total: number; onWindow: (start: number) => void }) {
  const [wanted, setWanted] = useState(0)
  const [arrived, setArrived] = useState<number>()
  useEffect(() => {
    const timer = setTimeout(() => setArrived(wanted), 50)
    return () => clearTimeout(timer)
  }, [wanted])
  const start = arrived ?? 0
  return (
    <WindowTable
      {...SHARED}
      page={{
        data:
          arrived === undefined
            ? undefined
            : { rows: fruits(total).slice(start, start + 10), total },
        params: { start },
        error: undefined,
        loading: arrived !== wanted,
      }}
      start={wanted}
      pageSize={10}
      onWindow={(next) => {
        onWindow(next)
        setWanted(next)
      }}
    />
  )
}

test('asks for the window that the cursor goes to, and takes the focus there when it has come', async () => {
  const onWindow = vi.fn()
  const screen = await render(<Late total={67} onWindow={onWindow} />)
  await expect.element(screen.getByText('Reading…')).toBeVisible()
  await expect.element(screen.getByRole('gridcell', { name: 'Pear 0' })).toBeVisible()
  await enter(screen)
  await press(CTRL_END)
  expect(onWindow.mock.calls).toEqual([[60]])
  await expect.poll(focused).toEqual([68, 2])
  await expect.element(screen.getByRole('gridcell', { name: 'Pear 66' })).toBeVisible()
  await press(CTRL_HOME)
  await expect.poll(focused).toEqual([2, 0])
})

test('shows its first page when fewer rows are left than the page begins with', async () => {
  const onWindow = vi.fn()
  const shown = { ...SHARED, start: 60, pageSize: 10, onWindow }
  const page = (rows: readonly Fruit[], total: number, loading: boolean) => {
    const data = { rows, total }
    return { data, params: { start: 60 }, error: undefined, loading }
  }
  const screen = await render(
    <WindowTable {...shown} page={page(fruits(67).slice(60), 67, false)} />,
  )
  await screen.rerender(<WindowTable {...shown} page={page([], 12, true)} />)
  expect(onWindow).not.toHaveBeenCalled()
  await screen.rerender(<WindowTable {...shown} page={page([], 12, false)} />)
  expect(onWindow.mock.calls).toEqual([[0]])
})

test('says why there are no rows where they cannot be had', async () => {
  const error = { message: 'The file cannot be read.' }
  const page = { data: undefined, params: undefined, error, loading: false }
  const screen = await render(
    <WindowTable {...SHARED} page={page} start={0} pageSize={10} onWindow={() => undefined} />,
  )
  await expect.element(screen.getByRole('alert')).toHaveTextContent(error.message)
})
