import { expect, test } from 'vitest'
import type { EvidenceRecord } from '../../../engine/inspect/evidence.ts'
import { partRows, timeWords } from './evidence-words.ts'

const record = (header: string, ...more: readonly string[]): EvidenceRecord => ({
  finished: '2026-11-22T12:00:00.123Z',
  size: 5,
  sha256: header,
  parts: (['header-1', 'log'] as const).flatMap((part, i) => {
    const sha256 = [header, ...more][i]
    return sha256 === undefined ? [] : [{ part, ranges: [], rangeCount: 1, bytes: 7, sha256 }]
  }),
})

test('a part that reads otherwise is told, also one that is gone', () => {
  const opened = record('a', 'b')
  const names = ['Header 1', 'Log']
  const rows = (again?: EvidenceRecord) => partRows({ opened, again })
  expect(rows().map(({ name }) => name)).toEqual(names)
  expect(rows().map(({ now }) => now)).toEqual([undefined, undefined])
  expect(rows(opened).map(({ now }) => now)).toEqual([undefined, undefined])
  expect(rows(record('a', 'c')).map(({ now }) => now)).toEqual([undefined, 'c'])
  expect(rows(record('x')).map(({ now }) => now)).toEqual(['x', 'missing'])
})

test('a look that failed says nothing about the parts', () => {
  const again = { finished: '2026-11-22T12:00:00Z', problem: 'gone' }
  expect(partRows({ opened: record('a'), again })).toMatchObject([{ now: undefined }])
})

test('times are to the second, and say their zone', () => {
  expect(timeWords('2026-11-22T12:00:00.123Z')).toBe('2026-11-22 12:00:00 UTC')
})
