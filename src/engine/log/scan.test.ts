/** What the scan says about a log as a whole, and what it costs. */
import { describe, expect, test, vi } from 'vitest'
import { counting } from '../../testing/counting-source.ts'
import { fill, SMALL_LOG_GUID, type SmallEntry, smallLog } from '../../testing/small-log.ts'
import { type Guid, guid, NIL_GUID } from '../bytes/guid.ts'
import { severityOf } from '../findings/finding.ts'
import { Listing } from '../findings/listing.ts'
import { GIB, MIB } from '../format/layout.ts'
import { type LogScan, SLOT_KINDS } from './log.ts'
import { scanLog } from './scan.ts'
import { scanFindings } from './scan-findings.ts'

// For machines that are busy with other things.
vi.setConfig({ testTimeout: 30_000 })

const OTHER_GUID = guid('11111111-2222-4333-8444-555555555555')
const data = [fill(0x30000n, 1)]

function scan(
  sectors: number,
  entries: readonly SmallEntry[],
  logGuid: Guid = SMALL_LOG_GUID,
): Promise<LogScan> {
  const { file, region } = smallLog(sectors, entries)
  return scanLog(file, region, logGuid)
}

const SIGNS: Readonly<Record<string, string>> = { unused: '.', 'orphan-data': 'o' }
/** One letter for each slot: the first of its kind, a dot where it is unused. */
const drawing = ({ slots }: LogScan): string =>
  Array.from(slots, (slot) => {
    const kind = SLOT_KINDS[slot] ?? ''
    return SIGNS[kind] ?? (kind === 'superseded' ? 's' : kind === 'stale' ? 't' : kind[0])
  }).join('')

const found = ({ findings }: LogScan): readonly string[] => findings.map(({ rule }) => rule)

describe('statuses and slots', () => {
  test('what comes before the tail of the active head is superseded', async () => {
    const result = await scan(10, [{}, { updates: data }, {}, { tail: 1 }])
    expect(drawing(result)).toBe('saaaa.....')
    expect(result.entries.map(({ status }) => status)).toEqual([
      'superseded',
      'active',
      'active',
      'active',
    ])
    expect(result.sequences).toEqual([{ entries: result.entries, complete: true, active: true }])
    expect(result.active?.tail).toBe(result.entries[1])
    expect(result.active?.head).toBe(result.entries[3])
    expect(found(result)).toEqual(['log.entry-superseded'])
    expect(result.findings[0]?.values).toEqual({ entries: 1 })
  })

  test('an entry that wraps takes slots on both ends', async () => {
    const result = await scan(10, [{ sector: 8, updates: [...data, ...data] }])
    expect(drawing(result)).toBe('a.......aa')
  })

  test('other runs, other sessions and damaged entries are told apart', async () => {
    const result = await scan(12, [
      { updates: data },
      { sector: 3, sequenceNumber: 9n },
      { sector: 5, guid: OTHER_GUID, updates: data },
      { sector: 8, updates: data, damage: (view) => view.setUint8(4100, 1) },
    ])
    expect(drawing(result)).toBe('ss.a.tt.ii..')
    expect(result.entries.map(({ position }) => position / 4096)).toEqual([0, 3, 5, 8])
    expect(result.sequences.map(({ active }) => active)).toEqual([false, true])
  })

  test('data sectors whose entry is gone are orphans', async () => {
    const result = await scan(8, [
      { updates: [...data, ...data, ...data] },
      { sector: 0, sequenceNumber: 9n, updates: data },
    ])
    expect(drawing(result)).toBe('aaoo....')
    expect(found(result)).toEqual(['log.orphan-data-sectors'])
    expect(result.findings[0]?.values).toEqual({ count: 2 })
  })

  test('a header that claims the whole log does not take what cannot be its own', async () => {
    const result = await scan(8, [{ header: { entryLength: 8 * 4096 } }])
    expect(drawing(result)).toBe('i.......')
  })

  test('with a nil LogGuid every valid entry is stale, one with that LogGuid too', async () => {
    const result = await scan(8, [{ updates: data }, { guid: NIL_GUID }], NIL_GUID)
    expect(drawing(result)).toBe('ttt.....')
    expect(result.sequences).toEqual([])
    expect(result.active).toBeUndefined()
  })
})

describe('findings about the log', () => {
  test('every earlier session has one, with its entries and numbers', async () => {
    const sequenceNumber = 2n ** 60n
    const result = await scan(8, [
      { guid: OTHER_GUID, sequenceNumber: sequenceNumber + 1n },
      { guid: OTHER_GUID, sequenceNumber, updates: data },
      { guid: NIL_GUID },
      {},
    ])
    expect(found(result)).toEqual(['log.stale-session', 'log.stale-session'])
    expect(result.findings[0]).toMatchObject({
      at: { offset: result.region.offset, length: 4096 },
      values: {
        entries: 2,
        logGuid: OTHER_GUID,
        first: sequenceNumber,
        last: sequenceNumber + 1n,
      },
    })
  })

  test('an active sequence that fills the ring is said to do so', async () => {
    const full = [
      { sector: 5, updates: data },
      { updates: data, tail: 5 },
      { updates: data, tail: 5 },
    ]
    const result = await scan(6, full)
    expect(drawing(result)).toBe('aaaaaa')
    expect(found(result)).toEqual(['log.full', 'log.sequence-wraps'])
    expect(found(await scan(7, full))).toEqual(['log.sequence-wraps'])
  })

  test('a bad checksum is graver where the entry would be the head', async () => {
    const torn = { updates: data, header: { checksum: 1 } }
    const severities = async (entries: readonly SmallEntry[]) =>
      (await scan(12, entries)).entries
        .flatMap(({ findings }) => findings)
        .map((each) => `${each.rule} ${severityOf(each)}`)
    const isHead = [{ updates: data }, { ...torn, tail: 0 }]
    expect(await severities(isHead)).toEqual(['log.entry-checksum error'])
    const isElsewhere = [{ updates: data }, { ...torn, tail: 0, sector: 5 }]
    expect(await severities(isElsewhere)).toEqual(['log.entry-checksum warning'])
  })

  test('a run whose tail lies outside of it is not complete, and its head says so', async () => {
    const result = await scan(8, [{}, { tail: 5 }])
    expect(result.sequences.map(({ complete }) => complete)).toEqual([false])
    expect(result.active).toBeUndefined()
    expect(result.entries.map(({ findings }) => findings.map(severityOf))).toEqual([
      [],
      ['warning'],
    ])
    expect(result.entries[1]?.findings[0]).toMatchObject({
      rule: 'log.entry-tail-outside-sequence',
      at: { offset: result.region.offset + 4096 + 12, length: 4 },
      values: { position: 4096, sequenceNumber: 2n, tail: 5 * 4096 },
    })
  })

  test('of a run that is older than the active one that is only worth knowing', async () => {
    const result = await scan(8, [{ tail: 5 }, { sector: 4, sequenceNumber: 9n }])
    expect(result.entries[0]?.findings.map(severityOf)).toEqual(['info'])
  })

  test('a tail inside an entry of the run does not do', async () => {
    const result = await scan(8, [{ updates: data }, { tail: 1 }])
    expect(result.active).toBeUndefined()
  })

  test('numbers near the end of 64 bits are said to be so', async () => {
    const result = await scan(8, [{ sequenceNumber: 2n ** 64n - 1n }])
    expect(found(result)).toEqual(['log.sequence-near-maximum'])
    expect(found(await scan(8, [{ sequenceNumber: 2n ** 63n }]))).toEqual([])
  })

  test('a log of more than 1 GiB is called large', () => {
    const scanned = { entries: [], active: undefined, slots: new Uint8Array() }
    const rules = (length: number) =>
      scanFindings({ ...scanned, region: { offset: MIB, length } }, new Listing()).map(
        ({ rule }) => rule,
      )
    expect(rules(GIB)).toEqual([])
    expect(rules(GIB + MIB)).toEqual(['log.too-large'])
  })
})

describe('the cost of a scan', () => {
  test('is one read of the log, in windows, and progress is reported for each', async () => {
    const { file, region } = smallLog(8, [{}, { updates: data }])
    const source = counting(file)
    const progress: number[][] = []
    const onProgress = (done: number, total: number) => progress.push([done, total])
    await scanLog(source, region, SMALL_LOG_GUID, { onProgress, windowSize: 3 * 4096 })
    expect(source.reads).toEqual([
      { offset: region.offset, length: 3 * 4096 },
      { offset: region.offset + 3 * 4096, length: 3 * 4096 },
      { offset: region.offset + 6 * 4096, length: 2 * 4096 },
    ])
    expect(progress.map(([done]) => done)).toEqual([3 * 4096, 6 * 4096, 8 * 4096])
    expect(progress.every(([, total]) => total === region.length)).toBe(true)
  })

  test('includes what an entry that wraps has at the start once more, and nothing else', async () => {
    const { file, region } = smallLog(8, [{ sector: 6, updates: [...data, ...data, ...data] }])
    const source = counting(file)
    const { active } = await scanLog(source, region, SMALL_LOG_GUID)
    expect(active?.head.position).toBe(6 * 4096)
    expect(source.bytesRead).toBe(region.length + 2 * 4096)
  })

  test('ends between two windows when it is aborted', async () => {
    const { file, region } = smallLog(8, [])
    const source = counting(file)
    const abort = new AbortController()
    const onProgress = () => abort.abort()
    const run = { signal: abort.signal, onProgress }
    await expect(
      scanLog(source, region, SMALL_LOG_GUID, { ...run, windowSize: 4096 }),
    ).rejects.toThrow('aborted')
    expect(source.reads).toHaveLength(1)
  })
})

/** What the sectors of a hostile log say, by their number; a sector without an answer stays empty. */
type Hostility = (sector: number) => SmallEntry | undefined
const HOSTILE_SECTORS = 4096

test.each<readonly [string, Hostility]>([
  [
    'every sector claims the whole log',
    () => ({ header: { entryLength: HOSTILE_SECTORS * 4096, checksum: 1 } }),
  ],
  [
    'every sector claims to be full of descriptors',
    () => ({
      header: { entryLength: HOSTILE_SECTORS * 4096, descriptorCount: 500_000, checksum: 1 },
    }),
  ],
  [
    'every second sector claims the whole log',
    (sector) =>
      sector % 2 === 0
        ? { header: { entryLength: HOSTILE_SECTORS * 4096, checksum: 1 } }
        : undefined,
  ],
  ['every sector is a valid entry of a session of its own', (sector) => ({ guid: guidOf(sector) })],
  ['every sector is a valid entry that no other follows', () => ({ sequenceNumber: 5n })],
  ['all sectors are one run without its tail', (sector) => ({ tail: sector % 2 })],
])('a log of 16 MiB in which %s is scanned in one pass', async (_name, hostility) => {
  const entries = Array.from({ length: HOSTILE_SECTORS }, (_, sector) => hostility(sector))
  const { file, region } = smallLog(
    HOSTILE_SECTORS,
    entries.flatMap((entry, sector) => (entry ? [{ sector, ...entry }] : [])),
  )
  const source = counting(file)
  const started = performance.now()
  const { entries: seen } = await scanLog(source, region, SMALL_LOG_GUID)
  // A fraction of this where the machine is free. A checksum over the rest of the log for each
  // candidate would be over 32 GiB, and take longer than this anywhere.
  expect(performance.now() - started).toBeLessThan(8000)
  expect(seen).toHaveLength(entries.filter((entry) => entry !== undefined).length)
  expect(source.bytesRead).toBeLessThanOrEqual(2 * region.length)
})

const guidOf = (sector: number): Guid =>
  guid(`00000000-0000-4000-8000-${sector.toString(16).padStart(12, '0')}`)
