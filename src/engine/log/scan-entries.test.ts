/** What the scan says about single entries: why they are not valid, and what is odd about those that are. */
import { describe, expect, test } from 'vitest'
import {
  clear,
  fill,
  SMALL_LOG_GUID,
  SMALL_LOG_START,
  type SmallEntry,
  smallLog,
} from '../../testing/small-log.ts'
import { guid } from '../bytes/guid.ts'
import { type FindingValues, severityOf } from '../findings/finding.ts'
import { messageOf } from '../findings/finding-words.ts'
import type { RuleId } from '../findings/rules.ts'
import type { LogEntry } from './log.ts'
import { scanLog } from './scan.ts'

const SECTORS = 64
const ENTRY = 3
/** Where the entry under test is in the file. */
const AT = SMALL_LOG_START + ENTRY * 4096
const OTHER_GUID = guid('11111111-2222-4333-8444-555555555555')
const two = [fill(0x30000n, 1), fill(0x31000n, 2)]

async function scanOne(entry: SmallEntry): Promise<LogEntry> {
  const { file, region } = smallLog(SECTORS, [{ sector: ENTRY, ...entry }])
  const [first] = (await scanLog(file, region, SMALL_LOG_GUID)).entries
  if (first === undefined) throw new Error('no entry was found')
  return first
}

interface Fault {
  readonly entry: SmallEntry
  readonly rule: RuleId
  /** Where the fault is: bytes from the start of the entry, and how many. */
  readonly at: readonly [offset: number, length: number]
  readonly values: FindingValues
  /** What cannot be right either, then. */
  readonly also?: readonly RuleId[]
}

const faults: readonly Fault[] = [
  {
    entry: { updates: two, damage: (view) => view.setUint8(4096 + 100, 9) },
    rule: 'log.entry-checksum',
    at: [4, 4],
    values: {},
  },
  {
    entry: { header: { entryLength: 0 } },
    rule: 'log.entry-length',
    at: [8, 4],
    values: { length: 0, limit: 262144 },
  },
  {
    entry: { header: { entryLength: 4097 } },
    rule: 'log.entry-length',
    at: [8, 4],
    values: { length: 4097 },
  },
  {
    entry: { header: { entryLength: (SECTORS + 1) * 4096 } },
    rule: 'log.entry-length',
    at: [8, 4],
    values: { length: 266240 },
  },
  {
    entry: { header: { entryLength: 0xffff_f000 } },
    rule: 'log.entry-length',
    at: [8, 4],
    values: { length: 0xffff_f000 },
  },
  {
    entry: { header: { tail: 512 } },
    rule: 'log.entry-tail',
    at: [12, 4],
    values: { tail: 512, limit: 262144 },
  },
  {
    entry: { header: { tail: SECTORS * 4096 } },
    rule: 'log.entry-tail',
    at: [12, 4],
    values: { tail: 262144 },
  },
  { entry: { sequenceNumber: 0n }, rule: 'log.entry-sequence-zero', at: [16, 8], values: {} },
  {
    entry: { header: { descriptorCount: 0xffff_ffff } },
    rule: 'log.descriptor-count',
    at: [24, 4],
    values: { count: 0xffff_ffff, length: 4096 },
  },
  {
    entry: { header: { descriptorCount: 127 } },
    rule: 'log.descriptor-count',
    at: [24, 4],
    values: { count: 127 },
  },
  {
    entry: { updates: two, edit: (view) => view.setUint32(96, 0x21_41_42_43) },
    rule: 'log.descriptor-signature',
    at: [96, 4],
    values: { index: 1, found: '!ABC' },
  },
  {
    entry: { updates: two, edit: (view) => view.setBigUint64(96 + 24, 5n, true) },
    rule: 'log.descriptor-sequence',
    at: [120, 8],
    values: { index: 1, found: 5n, expected: 1n },
  },
  {
    // The lower half is right.
    entry: { updates: two, edit: (view) => view.setUint32(64 + 28, 1, true) },
    rule: 'log.descriptor-sequence',
    at: [88, 8],
    values: { index: 0, found: 2n ** 32n + 1n, expected: 1n },
  },
  {
    entry: { updates: [fill(0x30000n, 1), fill(0x31200n, 1)] },
    rule: 'log.descriptor-unaligned',
    at: [96 + 16, 8],
    values: { index: 1, offset: 0x31200n },
  },
  {
    entry: { updates: [clear(0x30001n, 4096n)] },
    rule: 'log.descriptor-unaligned',
    at: [64 + 16, 8],
    values: { index: 0, offset: 0x30001n },
  },
  {
    entry: { updates: [clear(0x30000n, 2n ** 60n + 512n)] },
    rule: 'log.zero-length-unaligned',
    at: [64 + 8, 8],
    values: { index: 0, length: 2n ** 60n + 512n },
  },
  {
    entry: { updates: two, header: { descriptorCount: 1 } },
    rule: 'log.data-sector-count',
    at: [8, 4],
    values: { dataDescriptors: 1, dataSectors: 2 },
  },
  {
    entry: { updates: two, header: { entryLength: 8192 } },
    rule: 'log.data-sector-count',
    at: [8, 4],
    values: { dataDescriptors: 2, dataSectors: 1 },
    also: ['log.entry-checksum'],
  },
  {
    entry: { updates: two, edit: (view) => view.setUint32(8192, 0x64_61_74_62) },
    rule: 'log.data-signature',
    at: [8192, 4],
    values: { index: 1, found: 'datb' },
  },
  {
    entry: { updates: two, edit: (view) => view.setUint32(4096 + 4, 1, true) },
    rule: 'log.data-sequence',
    at: [4096, 4096],
    values: { index: 0, found: 2n ** 32n + 1n, expected: 1n },
  },
  {
    entry: { updates: two, edit: (view) => view.setUint32(8192 + 4092, 2, true) },
    rule: 'log.data-sequence',
    at: [8192, 4096],
    values: { index: 1, found: 2n, expected: 1n },
  },
]

describe('an entry is invalid', () => {
  test.each(faults.map((fault) => [fault.rule, fault.values, fault] as const))(
    '%s: %o',
    async (_rule, _values, { entry, rule, at: [offset, length], values, also = [] }) => {
      const { status, reasons, findings } = await scanOne(entry)
      expect(status).toBe('invalid')
      expect(reasons).toEqual([rule, ...also])
      const [found] = findings
      expect(found?.values).toMatchObject({ position: ENTRY * 4096, ...values })
      expect(found?.at).toEqual({ offset: AT + offset, length })
      expect(found && severityOf(found)).toBe('warning')
      expect(findings.map(messageOf).join()).not.toContain('?')
    },
  )

  test('for every reason that there is, each of them once', async () => {
    const { reasons } = await scanOne({
      updates: [fill(1n, 1), fill(2n, 2), clear(3n, 1n), clear(4n, 2n)],
      header: { tail: 1 },
      edit: (view) => {
        for (const index of [0, 1, 2]) view.setBigUint64(64 + 32 * index + 24, 9n, true)
        view.setUint32(4096, 0)
        view.setUint32(8192 + 4, 9)
      },
      damage: (view) => view.setUint8(2000, 1),
    })
    expect([...reasons].sort()).toEqual([
      'log.data-sequence',
      'log.data-signature',
      'log.descriptor-sequence',
      'log.descriptor-unaligned',
      'log.entry-checksum',
      'log.entry-tail',
      'log.zero-length-unaligned',
    ])
  })

  test('with a fault behind the wrap at the place where that is', async () => {
    const edit = (view: DataView) => view.setUint32(4096, 0)
    const { findings } = await scanOne({ sector: SECTORS - 1, updates: two, edit })
    expect(findings[0]?.at).toEqual({ offset: SMALL_LOG_START, length: 4 })
  })

  test('without a checksum to speak of where its length is impossible', async () => {
    const { checksum, length } = await scanOne({ header: { entryLength: 4097, checksum: 5 } })
    expect(checksum).toEqual({ stored: 5, computed: undefined })
    expect(length).toBe(4096)
  })
})

describe('an entry that was partly overwritten', () => {
  const overwritten = smallLog(SECTORS, [
    { updates: [fill(0n, 1), fill(0n, 2), fill(0n, 3)] },
    { sector: 2, sequenceNumber: 40n },
  ])

  test('is invalid, its checksum is not computed, and that alarms nobody', async () => {
    const { entries } = await scanLog(overwritten.file, overwritten.region, SMALL_LOG_GUID)
    const [first] = entries
    expect(entries.map(({ status }) => status)).toEqual(['invalid', 'active'])
    expect(first?.reasons).toEqual(['log.data-signature'])
    expect(first?.checksum.computed).toBeUndefined()
    expect(first?.findings.map(severityOf)).toEqual(['info'])
  })

  test('is worth a warning if it is the newest: an older entry stands where its end was lost', async () => {
    const { file, region } = smallLog(SECTORS, [
      { sector: 1, sequenceNumber: 1n },
      { sector: 4, sequenceNumber: 8n },
      { sector: 0, sequenceNumber: 9n, updates: two, lost: [1, 2] },
    ])
    const [torn] = (await scanLog(file, region, SMALL_LOG_GUID)).entries
    expect(torn?.reasons).toEqual(['log.data-signature'])
    expect(torn?.findings.map(severityOf)).toEqual(['warning'])
  })

  test('is invalid too where its descriptors were overwritten', async () => {
    const many = Array.from({ length: 130 }, () => clear(0n, 4096n))
    const { file, region } = smallLog(SECTORS, [{ updates: many }, { sector: 1 }])
    const [first] = (await scanLog(file, region, SMALL_LOG_GUID)).entries
    expect(first?.reasons).toEqual(['log.descriptor-signature'])
  })

  test('is invalid too where it wraps and only its end was overwritten', async () => {
    const entries = [{ sector: SECTORS - 1, updates: two }, { sector: 1 }]
    const { file, region } = smallLog(SECTORS, entries)
    const found = await scanLog(file, region, SMALL_LOG_GUID)
    expect(found.entries.map(({ reasons }) => reasons)).toEqual([[], ['log.data-signature']])
  })
})

describe('an entry of another session', () => {
  test('is stale, whatever is odd about it, without a finding of its own', async () => {
    const lastFileOffset = 1n
    const { status, reasons, findings } = await scanOne({ guid: OTHER_GUID, lastFileOffset })
    expect({ status, reasons, findings }).toEqual({ status: 'stale', reasons: [], findings: [] })
  })

  test('is invalid if it is damaged, but that alarms nobody', async () => {
    const header = { tail: 1 }
    const { status, reasons, findings } = await scanOne({ guid: OTHER_GUID, header })
    expect({ status, reasons }).toEqual({ status: 'invalid', reasons: ['log.entry-tail'] })
    expect(findings.map(severityOf)).toEqual(['info'])
  })
})

test.each<readonly [RuleId, SmallEntry, FindingValues]>([
  ['log.entry-reserved-nonzero', { header: { reserved: 17 } }, { value: 17 }],
  [
    'log.flushed-file-offset-unaligned',
    { flushedFileOffset: 2n ** 60n + 1n },
    { value: 2n ** 60n + 1n },
  ],
  ['log.last-file-offset-unaligned', { lastFileOffset: 4096n }, { value: 4096n }],
  ['log.zero-length-empty', { updates: [clear(0n, 4096n), clear(0n, 0n)] }, { index: 1 }],
  [
    'log.descriptor-reserved-nonzero',
    { updates: [clear(0n, 4096n)], edit: (view) => view.setUint32(68, 3, true) },
    { index: 0, value: 3 },
  ],
  [
    'log.many-descriptors',
    { updates: Array.from({ length: 127 }, () => clear(0n, 4096n)) },
    { count: 127 },
  ],
])('a valid entry can have %s', async (rule, entry, values) => {
  const { status, reasons, findings } = await scanOne(entry)
  expect({ status, reasons }).toEqual({ status: 'active', reasons: [] })
  expect(findings.map((found) => found.rule)).toEqual([rule])
  expect(findings[0]?.values).toEqual({ position: ENTRY * 4096, ...values })
})
