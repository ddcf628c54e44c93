import { expect, test } from 'vitest'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import { explainHeader, factsOf } from '../verdict/facts.ts'
import { layoutOf } from './layout.ts'

const names = (segments: ReturnType<typeof layoutOf>) => segments.map(({ name }) => name)

test('the layout has every structure in the order of the file', async () => {
  expect(names(layoutOf(await inspectSample('clean'), 'before'))).toEqual([
    'File identifier',
    'Header 1',
    'Header 2',
    'Region table 1',
    'Region table 2',
    'Log',
    'Metadata',
    'BAT',
    'Blocks and unallocated space',
  ])
})

test('a damaged copy looks damaged, and what nobody can place is not called blocks', async () => {
  const clean = await inspectSample('clean')
  const [one, two] = clean.headers.copies
  const headers = {
    ...clean.headers,
    copies: [{ ...one, valid: false, current: false }, two] as const,
  }
  const damaged = layoutOf({ ...clean, headers }, 'before').filter((each) => each.damaged)
  expect(names(damaged)).toEqual(['Header 1'])
  const lost = layoutOf({ ...clean, log: undefined }, 'before')
  expect(lost.map(({ kind }) => kind)).not.toContain('blocks')
  expect(names(lost)).toContain('Unknown')
})

test('of two copies the current one is marked', async () => {
  const { headers, ...rest } = await inspectSample('clean')
  const marked = layoutOf({ headers, ...rest }, 'before').filter(({ current }) => current)
  expect(names(marked)).toEqual([`Header ${headers.current?.copy}`, 'Region table 1'])
})

test('what the replay adds is shown after it only', async () => {
  const dirty = await inspectSample('dirty')
  expect(names(layoutOf(dirty, 'before'))).not.toContain('Added')
  const added = layoutOf(dirty, 'after').at(-1)
  expect(added).toMatchObject({ name: 'Added', offset: dirty.size, length: 3 * 2 ** 20 })
})

test('from the end of the header section on every byte belongs to one segment', async () => {
  const { size, ...rest } = await inspectSample('dirty')
  const segments = layoutOf({ size, ...rest }, 'before').filter(({ offset }) => offset >= 2 ** 20)
  let end = 2 ** 20
  for (const { offset, length } of segments) {
    expect(offset).toBe(end)
    end = offset + length
  }
  expect(end).toBe(size)
})

test('a file that ends early has no segment past its end', async () => {
  const clean = await inspectSample('clean')
  const segments = layoutOf({ ...clean, size: 70_000 }, 'before')
  expect(names(segments)).toEqual(['File identifier', 'Header 1'])
  expect(segments.at(-1)?.length).toBe(4096)
})

test('the facts follow the state', async () => {
  const dirty = await inspectSample('dirty')
  const value = (state: 'before' | 'after', label: string) =>
    factsOf(dirty, state).find((fact) => fact.label === label)?.value
  expect(value('before', 'Virtual size')).toBe('1 GiB')
  expect(value('after', 'Virtual size')).toBe('2 GiB')
  expect(value('before', 'File size')).toBe('9 MiB')
  expect(value('after', 'File size')).toBe('12 MiB')
})

test('a header is current for a reason', async () => {
  const { headers } = await inspectSample('clean')
  expect(explainHeader(headers).detail).toMatch(/^sequence number \d+, the other has \d+$/)
  expect(explainHeader({ ...headers, choice: 'identical' }).detail).toBe('both copies are the same')
  const none = { ...headers, current: undefined, choice: 'none-valid' } as const
  expect(explainHeader(none)).toMatchObject({ value: 'none', detail: 'neither copy is valid' })
})
