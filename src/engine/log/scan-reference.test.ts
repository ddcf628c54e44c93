/** The scan against a literal transcription of §2.3.3. */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { fullLogs, RANDOM_LOG_GUID, type RandomLog, randomLogs } from '../../testing/random-log.ts'
import { referenceEntry, referenceScan } from '../../testing/reference-scan.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { KIB } from '../format/layout.ts'
import type { LogScan } from './log.ts'
import { scanLog } from './scan.ts'

// For machines that are busy with other things.
vi.setConfig({ testTimeout: 30_000 })

const START = 256 * KIB

function scan(log: RandomLog, windowSize?: number): Promise<LogScan> {
  const file = new Uint8Array(START + log.length)
  file.set(log, START)
  const region = { offset: START, length: log.length }
  return scanLog(new MemoryFile(file), region, RANDOM_LOG_GUID, { windowSize })
}

const positions = (entries: readonly { readonly position: number }[] = []): readonly number[] =>
  entries.map(({ position }) => position)

test('finds the active sequence that the steps of §2.3.3 find', async () => {
  await fc.assert(
    fc.asyncProperty(randomLogs, async (log) => {
      const { active } = await scan(log)
      expect(positions(active?.entries)).toEqual(positions(referenceScan(log, RANDOM_LOG_GUID)))
    }),
    { numRuns: 1500 },
  )
})

test('finds the active sequence of a log that is exactly full, wherever it starts', async () => {
  await fc.assert(
    fc.asyncProperty(fullLogs, async (log) => {
      const { active } = await scan(log)
      const expected = positions(referenceScan(log, RANDOM_LOG_GUID))
      expect(expected.length).toBeGreaterThan(0)
      expect(positions(active?.entries)).toEqual(expected)
    }),
    { numRuns: 300 },
  )
})

test('takes exactly those entries for valid that are', async () => {
  await fc.assert(
    fc.asyncProperty(randomLogs, async (log) => {
      const { entries } = await scan(log)
      const valid = entries.filter(({ status }) => status === 'active' || status === 'superseded')
      const expected: number[] = []
      for (let position = 0; position < log.length; position += 4096) {
        if (referenceEntry(log, position, RANDOM_LOG_GUID)) expected.push(position)
      }
      expect(positions(valid)).toEqual(expected)
    }),
    { numRuns: 500 },
  )
})

test('gives the same answer whatever the size of the windows', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.oneof(randomLogs, fullLogs),
      fc.integer({ min: 1, max: 5 }),
      async (log, n) => {
        expect(await scan(log, n * 4096)).toEqual(await scan(log))
      },
    ),
    { numRuns: 300 },
  )
})
