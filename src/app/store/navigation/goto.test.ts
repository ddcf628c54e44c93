import { beforeAll, expect, test, vi } from 'vitest'
import type { Inspection } from '../../../engine/inspect/inspection.ts'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import { readGoto } from './goto.ts'
import type { GotoContext } from './goto-targets.ts'

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

const NO_WHOLE = 'This must be a whole number, such as 17 or 0x11.'
const NO_PLACE = 'This is not a place in a file, such as 0x110000 or 36MiB.'
const ENTRIES = 'The BAT has entries 0 to 1,023.'
const BLOCKS = 'The disk has blocks 0 to 1,023.'
const SECTORS = 'The disk has sectors 0 to 2,097,151.'
const NO_SEQUENCE = 'A sequence number is a whole number: it has digits only.'
const NO_LOG_PLACE = 'This is not a place in the log, such as 0x5000 or 4KiB.'
const COPIES = 'There are copies 1 and 2.'

test.each([
  ...['1.5', '1e3', '0x', '-1', '', '1,5', '1 5', '1KiB', 'x', '1n', '１'].flatMap((typed) => [
    [`bat:${typed}`, NO_WHOLE],
    [`block:${typed}`, NO_WHOLE],
    [`lba:${typed}`, NO_WHOLE],
    [`seq:${typed}`, NO_SEQUENCE],
    [`header:${typed}`, COPIES],
  ]),
  ...['1024', '0xFFFFFFFFFFFFFFFF', '9007199254740993', '99,999,999'].flatMap((typed) => [
    [`bat:${typed}`, ENTRIES],
    [`block:${typed}`, BLOCKS],
    [`region:${typed}`, COPIES],
  ]),
  ['lba:2,097,152', SECTORS],
  ['lba:0xFFFFFFFFFFFFFFFF', SECTORS],
  ['bat:123456789012345678901', NO_WHOLE],
  ['header:0', COPIES],
  ['header:1.0', COPIES],
  ['log:1.5', NO_LOG_PLACE],
  ['log:0xFFFFFFFFFFFFFFFF', 'The log has 1 MiB.'],
  ['1.5', NO_PLACE],
  ['1e3', NO_PLACE],
  ['0x', NO_PLACE],
  ['+1.5', NO_PLACE],
  ['0xFFFFFFFFFFFFFFFF', 'The file ends at 0x900000 (9 MiB).'],
])('“%s” is refused: %s', async (typed, reason) => {
  expect(await offsetOf(typed)).toBe(reason)
})

test('spaces around a number, and marks between its thousands, do not matter', async () => {
  expect(await offsetOf(' bat: 1,023 ')).toBe(0x300000 + 1023 * 8)
  expect(await offsetOf('bat:1 023')).toBe(0x300000 + 1023 * 8)
  expect(await offsetOf('BAT:0x11')).toBe(0x300000 + 17 * 8)
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
  expect(await offsetOf('hello')).toBe('This is not a place in a file, such as 0x110000 or 36MiB.')
})
