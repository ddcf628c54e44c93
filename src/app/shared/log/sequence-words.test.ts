import { expect, test } from 'vitest'
import type { LogReport, SequenceReport } from '../../../engine/inspect/inspection.ts'
import { sequenceWords } from './sequence-words.ts'

const run = (values: Partial<SequenceReport>): SequenceReport => ({
  positions: [0x2000, 0x4000, 0x6000],
  firstSequenceNumber: 4711n,
  headSequenceNumber: 4713n,
  tail: 0x2000,
  complete: true,
  active: false,
  ...values,
})

const logOf = (...sequences: SequenceReport[]) => ({ sequences }) as unknown as LogReport

test('the active run says from where it is replayed', () => {
  const active = run({ active: true })
  const words = sequenceWords(active, logOf(active))
  expect(words.verdict).toBe('active')
  expect(words.name).toBe('4711 to 4713')
  expect(words.why).toContain('log+0x2000: 3 entries.')
  expect(words.why).not.toContain('before that tail')
})

test('entries before the tail are told apart', () => {
  const active = run({ active: true, tail: 0x6000 })
  expect(sequenceWords(active, logOf(active)).why).toContain(
    '1 entry. The 2 entries before that tail',
  )
})

test('an incomplete run names the tail that is not in it', () => {
  const words = sequenceWords(run({ complete: false, tail: 0x9000 }), logOf())
  expect(words.verdict).toBe('incomplete')
  expect(words.why).toContain('log+0x9000, where no entry of this run begins')
})

test('a complete run that lost says against which head', () => {
  const lost = run({ headSequenceNumber: 12n, firstSequenceNumber: 12n, positions: [0x9000] })
  const words = sequenceWords(lost, logOf(lost, run({ active: true })))
  expect(words).toMatchObject({ verdict: 'complete', name: '12' })
  expect(words.why).toContain('its head 12 is smaller than 4713')
})

test('where nothing is replayed, no run is said to have won', () => {
  const lost = run({})
  expect(sequenceWords(lost, logOf(lost)).why).toBe(
    'Complete, but nothing is replayed from this log.',
  )
})
