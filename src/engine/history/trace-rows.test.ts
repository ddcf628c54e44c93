import { expect, test } from 'vitest'
import { REPLAY_IDS } from '../../testing/our-replay.ts'
import { buildSample } from '../compose/samples.ts'
import { LOG_SECTOR_SIZE } from '../format/layout.ts'
import { inspect } from '../inspect/inspect.ts'
import { TraceRows } from './trace-rows.ts'

const ALL = { start: 0, count: 1000 }

async function traceOf(sample: 'dirty' | 'clean') {
  const inspected = await inspect(buildSample(sample).source, REPLAY_IDS)
  const rows = TraceRows.open(inspected)
  if (!rows) throw new Error('the sample has no log')
  return { rows, inspected }
}

test('says of each tail what came of it, and why an entry there is not taken', async () => {
  const { rows, inspected } = await traceOf('dirty')
  const { rows: tails, total } = rows.tails(ALL)
  expect(total).toBe(tails.length)
  const { entries = [] } = inspected.scan ?? {}
  const expected = entries
    .filter(({ status }) => status === 'stale' || status === 'invalid')
    .map(({ position, status }) => [position, status === 'stale' ? 'log-guid' : 'invalid'])
  const refused = tails.filter((tail) => tail.refused !== undefined)
  expect(refused.map((tail) => [tail.position, tail.refused])).toEqual(expected)
  const candidate = tails.find(({ verdict }) => verdict === 'candidate')
  expect(candidate?.last).toBe(inspected.scan?.active?.head.header.sequenceNumber)
})

test('gives steps by page as it gives them all, and finds them by slot', async () => {
  const { rows, inspected } = await traceOf('dirty')
  const { rows: all, total } = rows.steps(ALL)
  expect(all).toHaveLength(total)
  const pages = Array.from({ length: total }, (_, start) => rows.steps({ start, count: 1 }).rows)
  expect(pages.flat()).toEqual(all)
  const head = inspected.scan?.active?.head.position ?? 0
  const step = all[rows.stepAtSlot(head / LOG_SECTOR_SIZE)]
  expect(step).toMatchObject({ kind: 'extend', place: { position: head } })
})

test('of a clean file nothing becomes a candidate', async () => {
  const { rows } = await traceOf('clean')
  const { rows: tails } = rows.tails(ALL)
  expect(tails.every(({ verdict }) => verdict === 'empty')).toBe(true)
})
