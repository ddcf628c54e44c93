import { describe, expect, test } from 'vitest'
import { SMALL_LOG_GUID, type SmallEntry, smallLog } from '../../testing/small-log.ts'
import { guid } from '../bytes/guid.ts'
import { MAX_PER_RULE } from '../findings/finding.ts'
import { scanLog } from './scan.ts'

const OTHER_GUID = guid('11111111-2222-4333-8444-555555555555')
const OVER = 20

/** A log with one entry in each sector, all of them torn. */
async function scanTorn(entryOf: (index: number) => SmallEntry['header'], count: number) {
  const entries = Array.from({ length: count }, (_, index) => ({
    sector: index,
    updates: [],
    header: { ...entryOf(index), tail: 1 },
  }))
  const { file, region } = smallLog(count, entries)
  return scanLog(file, region, SMALL_LOG_GUID)
}

describe('a log with more broken rules than anybody can read', () => {
  test('lists some of each rule, counts the rest, and keeps the reasons of every entry', async () => {
    const { entries, unlisted } = await scanTorn(() => ({}), MAX_PER_RULE + OVER)
    expect(entries.flatMap(({ findings }) => findings)).toHaveLength(MAX_PER_RULE)
    expect([...unlisted]).toEqual([['log.entry-tail', OVER]])
    expect(entries.every(({ reasons }) => reasons.join() === 'log.entry-tail')).toBe(true)
  })

  test('does not let other sessions crowd out what the current one has', async () => {
    const current = MAX_PER_RULE + OVER
    const { entries, unlisted } = await scanTorn(
      (index) => (index === current ? {} : { logGuid: OTHER_GUID }),
      current + 1,
    )
    expect(entries[current]?.findings.map(({ rule }) => rule)).toEqual(['log.entry-tail'])
    expect([...unlisted]).toEqual([['log.entry-tail', OVER]])
  })

  test('counts nothing as left out where everything is listed', async () => {
    const { entries, unlisted } = await scanTorn(() => ({}), MAX_PER_RULE)
    expect(entries.flatMap(({ findings }) => findings)).toHaveLength(MAX_PER_RULE)
    expect(unlisted.size).toBe(0)
  })
})
