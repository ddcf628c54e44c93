import { beforeAll, expect, test, vi } from 'vitest'
import type { Inspection } from '../../../engine/inspect/inspection.ts'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import { readGoto } from './goto.ts'
import type { GotoContext } from './goto-targets.ts'
import { readSize } from './read-size.ts'

let dirty: Inspection
beforeAll(async () => {
  dirty = await inspectSample('dirty')
})

const context = (more: Partial<GotoContext> = {}): GotoContext => ({
  inspection: dirty,
  reading: 'before',
  selection: undefined,
  call: vi.fn().mockRejectedValue(new Error('not asked')),
  ...more,
})

const offsetOf = async (text: string, more?: Partial<GotoContext>) => {
  const target = await readGoto(text, context(more))
  return target.ok ? target.range.offset : target.reason
}

test.each([
  ['0x110000', 0x110000],
  ['0X1f', 0x1f],
  ['1,024', 1024],
  ['36MiB', 36 * 2 ** 20],
  ['36 mib', 36 * 2 ** 20],
  ['1.5 GiB', 1.5 * 2 ** 30],
  ['2T', 2 ** 41],
])('%s is a size', (text, value) => {
  expect(readSize(text)).toBe(value)
})

test.each(['', 'x', '0x', '12 miles', '1.5.5', '0xFFFFFFFFFFFFFF', '-4'])(
  '%s is no size',
  (text) => {
    expect(readSize(text)).toBeUndefined()
  },
)

test('an offset leads to its byte', async () => {
  expect(await offsetOf('0x2000')).toBe(0x2000)
  expect(await offsetOf('9MiB')).toBe('The file ends at 0x900000 (9 MiB).')
})

test('what the replay adds to the file can be reached after it only', async () => {
  expect(await offsetOf('9MiB', { reading: 'after' })).toBe(9 * 2 ** 20)
  expect(await offsetOf('12MiB', { reading: 'after' })).toMatch(/^The file ends at/)
})

test('signs count from the selection', async () => {
  const selection = { offset: 0x3000, length: 8 }
  expect(await offsetOf('+0x10', { selection })).toBe(0x3010)
  expect(await offsetOf('-4096', { selection })).toBe(0x2000)
  expect(await offsetOf('-1MiB', { selection })).toMatch(/^The file ends/)
})

test('a BAT entry is found by its index', async () => {
  expect(await offsetOf('bat:17')).toBe(0x300000 + 17 * 8)
  expect(await offsetOf('bat:99999')).toBe('The BAT has entries 0 to 1,023.')
})

test('headers and region tables are found by their copy', async () => {
  expect(await offsetOf('header:2')).toBe(0x20000)
  expect(await offsetOf('region: 1')).toBe(0x30000)
  expect(await offsetOf('header:3')).toBe('There are copies 1 and 2.')
})

test('a log entry is found by its sequence number, beyond what a double holds', async () => {
  const target = await readGoto('seq:80000000000000013', context())
  const positions = dirty.log?.active?.positions ?? []
  expect(target).toMatchObject({ ok: true, entryPosition: positions[1] })
  expect(await offsetOf('seq:1')).toMatch(/^No valid log entry/)
  expect(await offsetOf('seq:x')).toMatch(/digits/)
})

test('a place in the log is counted from its start', async () => {
  expect(await offsetOf('log:0x5000')).toBe(0x105000)
  expect(await offsetOf('log:1MiB')).toBe('The log has 1 MiB.')
})

test('a block and a sector of the disk are found through the BAT', async () => {
  const entry = { kind: 'payload', index: 3, block: 3, state: 'fully-present', fileOffsetMB: 7 }
  const call = vi.fn().mockResolvedValue({ rows: [{ entry }], total: 1 })
  expect(await offsetOf('block:3', { call })).toBe(7 * 2 ** 20)
  expect(await offsetOf('lba:6145', { call })).toBe(7 * 2 ** 20 + 512)
  expect(call).toHaveBeenLastCalledWith('blocks.rows', {
    state: 'before',
    start: 3,
    count: 1,
    sort: 'index',
  })
})

test('a block without bytes says so', async () => {
  const entry = { kind: 'payload', index: 3, block: 3, state: 'zero', fileOffsetMB: 0 }
  const call = vi.fn().mockResolvedValue({ rows: [{ entry }], total: 1 })
  expect(await offsetOf('block:3', { call })).toBe('Block 3 is zero: it has no bytes in this file.')
  expect(await offsetOf('block:4096', { call })).toBe('The disk has blocks 0 to 1,023.')
})

test('an unknown name is not taken for anything', async () => {
  expect(await offsetOf('cell:4')).toBe('“cell:” is not a place that is known here.')
  expect(await offsetOf('hello')).toBe('This is not a place in a file.')
})
