/** The search, told step by step, against the literal transcription of §2.3.3. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fullLogs, RANDOM_LOG_GUID, type RandomLog, randomLogs } from '../../testing/random-log.ts'
import { referenceEntry, referenceScan } from '../../testing/reference-scan.ts'
import { SMALL_LOG_GUID, type SmallEntry, smallLog } from '../../testing/small-log.ts'
import { guid, NIL_GUID } from '../bytes/guid.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { KIB, LOG_SECTOR_SIZE } from '../format/layout.ts'
import type { LogScan } from '../log/log.ts'
import { scanLog } from '../log/scan.ts'
import { foundSequence, type SearchTrace, sequenceOf, traceSearch } from './trace.ts'
import { stepAtSlot, traceStep } from './trace-steps.ts'

const START = 256 * KIB
const OTHER = guid('11111111-2222-4333-8444-555555555555')

function scanRandom(log: RandomLog): Promise<LogScan> {
  const file = new Uint8Array(START + log.length)
  file.set(log, START)
  const region = { offset: START, length: log.length }
  return scanLog(new MemoryFile(file), region, RANDOM_LOG_GUID)
}

async function traceOf(sectors: number, entries: readonly SmallEntry[]) {
  const { file, region } = smallLog(sectors, entries)
  const trace = traceSearch(await scanLog(file, region, SMALL_LOG_GUID), SMALL_LOG_GUID)
  return { trace, stepAt: (index: number) => traceStep(trace, index, file.size) }
}

const positions = (entries: readonly { readonly position: number }[] = []): readonly number[] =>
  entries.map(({ position }) => position)

/** The tails that §2.3.3 tries on a small log, each with its sequence and whether that is valid. */
function literalTails(log: RandomLog) {
  const tails: { position: number; entries: number[]; valid: boolean }[] = []
  for (let tail = 0, done = false; !done; ) {
    const entries: { position: number; length: number; tail: number; sequenceNumber: bigint }[] = []
    let head = tail
    for (;;) {
      const entry = referenceEntry(log, head, RANDOM_LOG_GUID)
      const last = entries.at(-1)
      if (!entry || (last && entry.sequenceNumber !== last.sequenceNumber + 1n)) break
      entries.push(entry)
      head = (head + entry.length) % log.length
    }
    const valid = entries.some(({ position }) => position === entries.at(-1)?.tail)
    tails.push({ position: tail, entries: entries.map(({ position }) => position), valid })
    const next = valid ? head : (tail + LOG_SECTOR_SIZE) % log.length
    done = next <= tail
    tail = next
  }
  return tails
}

/** The same from the trace, with what stands for several tails told apart. */
const tracedTails = (trace: SearchTrace) =>
  trace.tails.flatMap((tail) =>
    Array.from({ length: tail.sectors }, (_, i) => ({
      position: tail.position + i * LOG_SECTOR_SIZE,
      entries: [...positions(sequenceOf(trace, tail))],
      valid: tail.verdict === 'candidate' || tail.verdict === 'older',
    })),
  )

test('tries the tails that §2.3.3 tries, and finds from each the sequence that it finds', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(randomLogs, fullLogs), async (log) => {
      const trace = traceSearch(await scanRandom(log), RANDOM_LOG_GUID)
      expect(tracedTails(trace)).toEqual(literalTails(log))
    }),
    { numRuns: 200 },
  )
})

test('ends with the answer of §2.3.3, which is that of the scan', async () => {
  await fc.assert(
    fc.asyncProperty(fc.oneof(randomLogs, fullLogs), async (log) => {
      const scan = await scanRandom(log)
      const found = positions(foundSequence(traceSearch(scan, RANDOM_LOG_GUID)))
      expect(found).toEqual(positions(referenceScan(log, RANDOM_LOG_GUID)))
      expect(found).toEqual(positions(scan.active?.entries))
    }),
    { numRuns: 200 },
  )
})

test('has steps that begin, take entries one by one, judge each sequence and end', async () => {
  await fc.assert(
    fc.asyncProperty(randomLogs, async (log) => {
      const trace = traceSearch(await scanRandom(log), RANDOM_LOG_GUID)
      const steps = Array.from({ length: trace.steps }, (_, i) => traceStep(trace, i, 2 ** 40))
      expect(steps.map(({ index }) => index)).toEqual(steps.map((_, i) => i))
      expect(steps[0]?.kind).toBe('start')
      expect(steps.at(-1)?.kind).toBe('end')
      const shape = steps.slice(1, -1).map(({ kind, tail }) => `${tail} ${kind}`)
      const expected = trace.tails.flatMap(({ count, position }, i) => {
        if (count === 0) return [`${i} ${trace.entryAt.has(position) ? 'reject' : 'skip'}`]
        const taken = Array.from({ length: count }, () => `${i} extend`)
        return [...taken, `${i} break`, `${i} judge`]
      })
      expect(shape).toEqual(expected)
      for (const { text, title } of steps) {
        expect(title).not.toBe('')
        expect(text.join(' ')).not.toMatch(/undefined|NaN|\?/)
      }
      const last = steps.at(-1)?.candidate
      expect(last?.last).toBe(foundSequence(trace).at(-1)?.header.sequenceNumber)
    }),
    { numRuns: 200 },
  )
})

test('says with both checksums why an entry is not taken', async () => {
  const { trace, stepAt } = await traceOf(8, [
    { sequenceNumber: 5n, damage: (view) => view.setUint8(100, 1) },
  ])
  const step = stepAt(stepAtSlot(trace, 0))
  expect(step).toMatchObject({ kind: 'reject', isEntry: true, place: { position: 0 } })
  expect(step.text.join(' ')).toMatch(/stores CRC-32C 0x[0-9A-F]{8}, but its bytes give 0x/)
})

test('says of an entry of another session which LogGuid it has', async () => {
  const { stepAt } = await traceOf(8, [{ guid: OTHER }])
  expect(stepAt(1).text[0]).toBe(
    `Its LogGuid is ${OTHER}; it has to be ${SMALL_LOG_GUID} (§2.3.1.1).`,
  )
})

test('says which number was expected where a sequence ends before a valid entry', async () => {
  const { stepAt } = await traceOf(8, [{ sequenceNumber: 5n }, { sequenceNumber: 9n }])
  expect(stepAt(2)).toMatchObject({ kind: 'break', place: { position: LOG_SECTOR_SIZE } })
  expect(stepAt(2).text[0]).toContain('has sequence number 9 instead of 6')
})

test('keeps the greater candidate, and says why the other one is not taken', async () => {
  const { trace, stepAt } = await traceOf(8, [{ sequenceNumber: 7n }, { sequenceNumber: 3n }])
  expect(trace.tails.slice(0, 2).map(({ verdict }) => verdict)).toEqual(['candidate', 'older'])
  const judged = stepAt((trace.tails[1]?.firstStep ?? 0) + 2)
  expect(judged.text.join(' ')).toContain('3 is not greater than the candidate’s 7')
  expect(judged.candidate).toEqual({ entries: 1, first: 7n, last: 7n })
})

test('goes back by one sector only behind a sequence that is not complete', async () => {
  // The tail of the second one lies before what is left.
  const { trace } = await traceOf(8, [
    { sector: 2, sequenceNumber: 7n, tail: 0 },
    { sequenceNumber: 8n, tail: 0 },
  ])
  const rejected = trace.tails.filter(({ verdict }) => verdict === 'incomplete')
  expect(rejected.map(({ position, count }) => [position / LOG_SECTOR_SIZE, count])).toEqual([
    [2, 2],
    [3, 1],
  ])
  expect(trace.candidate).toBeUndefined()
})

test('follows a sequence around the end of the ring', async () => {
  const { trace, stepAt } = await traceOf(4, [
    { sector: 3, sequenceNumber: 7n, tail: 3 },
    { sequenceNumber: 8n, tail: 3 },
  ])
  expect(positions(foundSequence(trace))).toEqual([3 * LOG_SECTOR_SIZE, 0])
  expect(stepAt(trace.steps - 1).place).toEqual({
    position: 3 * LOG_SECTOR_SIZE,
    length: 2 * LOG_SECTOR_SIZE,
  })
})

test('says that a file is truncated', async () => {
  const { stepAt, trace } = await traceOf(4, [{ flushedFileOffset: 2n ** 40n }])
  expect(stepAt(trace.steps - 1).title).toBe('The file is truncated')
})

test('takes nothing for an entry where LogGuid is zero', async () => {
  const { file, region } = smallLog(4, [{ guid: NIL_GUID }, { guid: OTHER }])
  const scan = await scanLog(file, region, NIL_GUID)
  const trace = traceSearch(scan, scan.guid)
  expect(trace.candidate).toBeUndefined()
  expect(traceStep(trace, 1, file.size).text[0]).toBe(
    'No entry counts where LogGuid is zero (§2.2.2).',
  )
  // As it would be if the header named another session.
  expect(positions(foundSequence(traceSearch(scan, OTHER)))).toEqual([LOG_SECTOR_SIZE])
})

test('counts the steps of a run that is not complete without making them', async () => {
  const count = 2000
  const entries = Array.from({ length: count }, () => ({ tail: count }))
  const { trace, stepAt } = await traceOf(count + 1, entries)
  // Each of them is a tail, from which all that are left are taken, and then the empty sector.
  expect(trace.steps).toBe((count * (count + 1)) / 2 + 2 * count + 3)
  expect(stepAt(trace.steps - 3)).toMatchObject({ kind: 'judge', current: { entries: 1 } })
  expect(trace.tails).toHaveLength(count + 1)
})

test('finds the step that takes the entry in a slot', async () => {
  const { trace, stepAt } = await traceOf(8, [{ tail: 0 }, { tail: 0 }, { tail: 0 }])
  const at = (slot: number) => stepAt(stepAtSlot(trace, slot))
  expect(at(2)).toMatchObject({ kind: 'extend', place: { position: 2 * LOG_SECTOR_SIZE } })
  expect(at(5)).toMatchObject({ kind: 'skip', place: { position: 3 * LOG_SECTOR_SIZE } })
})
