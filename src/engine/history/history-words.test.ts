import { describe, expect, test } from 'vitest'
import type { NotCompared, SectorChange } from './history-pages.ts'
import { changeWords, inOneLine } from './history-words.ts'

const told = (change: Partial<SectorChange>, lines = 1, value?: string): string =>
  inOneLine(
    changeWords(
      {
        lines: [],
        lineCount: change.lines?.length ?? 0,
        changedBytes: undefined,
        notCompared: [],
        ...change,
      },
      value,
    ),
    lines,
  )

describe('a content that was compared', () => {
  test('is told by what differs, as much of it as there is room for', () => {
    const change = { lines: ['a', 'b'], lineCount: 1005, changedBytes: 7 }
    expect(told(change)).toBe('a, and 1,004 more')
    expect(told(change, 2)).toBe('a; b, and 1,003 more')
    expect(told({ lines: ['a'], changedBytes: 7 })).toBe('a')
  })

  test('is told by its bytes where nothing in it has a name', () => {
    expect(told({ changedBytes: 1 })).toBe('1 byte')
    expect(told({ changedBytes: 0 })).toBe('the same bytes again')
    expect(told({ changedBytes: 0 }, 1, 'ZERO')).toBe('still ZERO')
  })

  test('is not all that there is where something else was not', () => {
    const notCompared = ['first', 'long-zeros', 'many-writes'] as const
    expect(told({ changedBytes: 0, notCompared })).toBe(
      'the same bytes again; of other sectors the log knows no earlier content; a long run of zeros was not compared; only its first writes were compared',
    )
    expect(told({ lines: ['a'], changedBytes: 2, notCompared: ['long-zeros'] })).toBe(
      'a; a long run of zeros was not compared',
    )
  })
})

test.each<[NotCompared, string]>([
  ['first', 'the first content that the log knows of'],
  ['long-zeros', 'not compared: the log wrote a long run of zeros there'],
])(
  'a content that was not compared because of “%s” says so, and not that anything is gone',
  (reason, text) => {
    expect(told({ notCompared: [reason] })).toBe(text)
  },
)

test('the first content of an entry of the BAT is told', () => {
  expect(told({ notCompared: ['first'] }, 1, 'ZERO')).toBe(
    'the first content that the log knows of: ZERO',
  )
})
