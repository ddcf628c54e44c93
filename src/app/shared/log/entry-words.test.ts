import { expect, test } from 'vitest'
import { rules } from '../../../engine/findings/rules.ts'
import { differenceText, entryReason } from './entry-words.ts'

test('an invalid entry names the rules that it breaks', () => {
  const reason = entryReason({
    status: 'invalid',
    reasons: ['log.entry-checksum', 'log.data-signature'],
  })
  expect(reason).toContain(rules['log.entry-checksum'].title)
  expect(reason).toContain(rules['log.data-signature'].title)
})

test('valid entries say why they are replayed or not', () => {
  const reasons = (['active', 'superseded', 'stale'] as const).map((status) =>
    entryReason({ status, reasons: [] }),
  )
  expect(new Set(reasons).size).toBe(3)
  expect(reasons.every((reason) => reason.length > 0)).toBe(true)
})

test('only what was compared is said to change nothing', () => {
  const row = { readable: true, lines: [], lineCount: 0, changedBytes: 0, grows: false }
  expect(differenceText(row)).toBe('Nothing: the same bytes are there')
  expect(differenceText({ ...row, grows: true })).toBe(
    'Nothing but the size of the file: zeros behind its end',
  )
  expect(differenceText({ ...row, changedBytes: undefined })).toBe(
    'Not compared: a long run of zeros',
  )
  expect(differenceText({ ...row, changedBytes: undefined, readable: false })).toBe(
    'There are no bytes to compare',
  )
})

test('what would change is told by its first line, else in bytes', () => {
  const row = { readable: true, lines: [], lineCount: 0, changedBytes: 3, grows: false }
  expect(differenceText(row)).toBe('3 bytes')
  expect(differenceText({ ...row, grows: true })).toBe('3 bytes, and the size of the file')
  expect(differenceText({ ...row, lines: ['BAT[1]: …'], lineCount: 7 })).toBe(
    'BAT[1]: …, and 6 more',
  )
})
