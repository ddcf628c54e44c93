import { expect, test } from 'vitest'
import { describeChanges } from '../../../engine/changes/change-words.ts'
import type { FileKind } from '../../../engine/image/kind-words.ts'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import type { Opened } from '../../../worker/protocol/file.ts'
import { verdictOf } from './verdict.ts'

const text = ({ title, sentences, notes }: ReturnType<typeof verdictOf>): string =>
  [title, ...sentences, ...notes].join('\n')

test('a clean file has nothing to replay, and its action is the report', async () => {
  const verdict = verdictOf(await inspectSample('clean'))
  expect(verdict.title).toBe('Closed cleanly. Nothing to replay.')
  expect(verdict.actions).toEqual(['report'])
  expect(verdict.tone).toBe('ok')
})

test('a dirty file says how much a replay changes, and offers the preview before the save', async () => {
  const inspection = await inspectSample('dirty')
  const verdict = verdictOf(inspection)
  expect(verdict.title).toBe('Not closed cleanly. The log can be applied.')
  expect(verdict.actions).toEqual(['preview', 'save', 'patch'])
  expect(text(verdict)).toContain('4 log entries')
  expect(text(verdict)).toContain('80000000000000012 to 80000000000000015')
  expect(text(verdict)).toMatch(/Replay changes \d+ sectors .* in the metadata, \d+ in the BAT/)
  expect(text(verdict)).toContain('The file grows by 3 MiB to 12 MiB.')
})

test('what is missing of the disk is said first, and is never green', async () => {
  const inspection = await inspectSample('clean')
  const lost = {
    condition: 'damaged',
    sentence: 'Cut off: a part. Otherwise closed cleanly.',
  } as const
  const damaged = verdictOf({ ...inspection, verdict: { ...inspection.verdict, ...lost } })
  expect(damaged).toMatchObject({
    tone: 'bad',
    title: lost.sentence,
    actions: ['findings', 'report'],
  })
  const unread = { ...inspection.verdict, checkedBlocks: false }
  expect(verdictOf({ ...inspection, verdict: unread }).tone).toBe('neutral')
})

test('a way that ends in a file comes first, but behind copying a file again', async () => {
  const truncated = verdictOf(await inspectSample('truncated'))
  expect(truncated.actions.slice(0, 2)).toEqual(['copy-again', 'salvage'])
  const inspection = await inspectSample('clean')
  const [ways, sentences] = [[{ id: 'salvage-without-log', does: 'Do.' }] as const, ['Lost.']]
  const lost = { id: 'log-lost', certainty: 'proven', condition: 'damaged', explains: [] } as const
  const diagnoses = [{ ...lost, sentences, ways, title: 'Lost', cause: 'A crash.' }]
  const verdict = { ...inspection.verdict, condition: 'damaged', diagnoses } as const
  expect(verdictOf({ ...inspection, verdict }).actions[0]).toBe('salvage')
})

test('a child without its parent is asked for it, behind the log that waits', async () => {
  const dirty = await inspectSample('differencing')
  expect(verdictOf(dirty).actions.slice(0, 2)).toEqual(['preview', 'give-parent'])
  expect(verdictOf({ ...dirty, outcome: 'clean' }).actions[0]).toBe('give-parent')
})

test('the worst of its lines gives an image its colour', async () => {
  const inspection = await inspectSample('clean')
  const line = { area: 'guest', tone: 'attention', sentence: 'A table is torn.' } as const
  const verdict = { ...inspection.verdict, lines: [...inspection.verdict.lines, line] }
  expect(verdictOf({ ...inspection, verdict }).tone).toBe('attention')
})

test('what nobody has looked at yet is said', async () => {
  const inspection = await inspectSample('clean')
  const verdict = { ...inspection.verdict, notLooked: ['one thing', 'another'] }
  expect(verdictOf({ ...inspection, verdict }).notes.at(-1)).toBe(
    'Not looked at yet: one thing; another.',
  )
  const looked = { ...inspection.verdict, notLooked: [] }
  expect(verdictOf({ ...inspection, verdict: looked }).notes).toEqual([])
})

test('no verdict promises to fix anything', async () => {
  for (const sample of ['clean', 'dirty', 'truncated', 'differencing'] as const) {
    expect(text(verdictOf(await inspectSample(sample)))).not.toMatch(/repair|fix|upload|!/i)
  }
})

test('a truncated file says how much there is and how much there was', async () => {
  const verdict = verdictOf(await inspectSample('truncated'))
  expect(verdict.sentences[0]).toBe(
    '6 MiB are here; the log says that there were at least 8 MiB (§2.3.3).',
  )
  expect(verdict.actions[0]).toBe('copy-again')
})

test('a log without a complete sequence leads to the first entry that fails', async () => {
  const inspection = await inspectSample('torn')
  const found = {
    rule: 'log.no-active-sequence',
    at: { offset: 0, length: 1 },
    values: {},
  } as const
  const refused: Opened = {
    ...inspection,
    outcome: 'refused',
    refusal: { ...found, state: 'log', counts: true },
  }
  const verdict = verdictOf(refused)
  expect(verdict.title).toContain('The format forbids opening this file')
  expect(verdict.actions).toEqual(['failing-entry', 'findings'])
})

test('any other refusal shows the rule and leads to the findings', async () => {
  const inspection = await inspectSample('clean')
  const found = { rule: 'header.none-valid', at: { offset: 0, length: 1 }, values: {} } as const
  const verdict = verdictOf({
    ...inspection,
    outcome: 'refused',
    refusal: { ...found, state: 'before', counts: true },
  })
  expect(verdict.title).toContain('No valid header')
  expect(verdict.sentences[0]).toContain('§2.2.2')
  expect(verdict.actions).toEqual(['findings'])
})

test.each<[FileKind, string]>([
  ['vhd', 'VHD'],
  ['qcow2', 'QCOW2'],
  ['zip', 'extract it first'],
  ['all-zero', 'all zero'],
  ['empty', 'empty'],
])('what is no VHDX is named: %s', async (kind, word) => {
  const inspection = await inspectSample('clean')
  const verdict = verdictOf({
    ...inspection,
    outcome: 'not-vhdx',
    identity: { ...inspection.identity, kind },
  })
  expect(text(verdict)).toContain(word)
  expect(verdict.actions[0]).toBe('open-another')
})

test('a log that was applied already is said to be so', () => {
  expect(describeChanges([], 2)).toBe(
    'Replay would change no sector: the log has already been applied. 2 sectors already hold what the log says.',
  )
})
