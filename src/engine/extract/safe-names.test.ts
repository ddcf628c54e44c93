import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { cases } from '../../testing/thorough.ts'
import { toNameBytes } from '../guest/names.ts'
import { FolderNames, type NamePlace, type NameTarget, safeName } from './safe-names.ts'

const TARGETS: readonly NameTarget[] = ['posix', 'windows', 'picker', 'tar']

/** Names of what makes them dangerous, and of anything. */
const name = fc.oneof(
  fc.string({
    unit: fc.constantFrom(
      ...['a', 'A', '.', ' ', '/', '\\', ':', '~', '\0', '\n', '\x1b', '_', '(', '2', ')'],
      ...[
        '\u202e',
        '\u200d',
        '\udce9',
        '\ud800',
        'é',
        'e\u0301',
        '😀',
        'CON',
        'nul',
        '.lnk',
        '.txt',
      ],
    ),
    maxLength: 8,
  }),
  fc.string({ unit: 'binary', maxLength: 300 }),
  fc
    .tuple(fc.constantFrom('a', 'é', '漢', '😀', '.'), fc.integer({ min: 60, max: 300 }))
    .map(([unit, count]) => unit.repeat(count)),
)
const place: fc.Arbitrary<NamePlace> = fc.record({
  target: fc.constantFrom(...TARGETS),
  ignoresCase: fc.boolean(),
})
const RESERVED = /^(con|prn|aux|nul|com[0-9¹²³]|lpt[0-9¹²³])( *\.| *$)/i

test('no name leaves its folder, and each is one that its target has', () => {
  fc.assert(
    fc.property(name, fc.constantFrom(...TARGETS), (given, target) => {
      const safe = safeName(given, target)
      expect(['', '.', '..']).not.toContain(safe)
      expect(safe).not.toMatch(/[/\0]/)
      expect(safe.isWellFormed()).toBe(true)
      if (target !== 'windows') expect(toNameBytes(safe).length).toBeLessThanOrEqual(255)
      if (target === 'tar') return
      expect(safe).not.toMatch(/\p{Cc}/u)
      if (target === 'posix') return
      expect(safe).not.toMatch(/["*:<>?\\|]|[. ]$/)
      expect(safe).not.toMatch(RESERVED)
      expect(safe.length).toBeLessThanOrEqual(255)
      if (target === 'picker') expect(safe).not.toMatch(/\p{Cf}|^\s|\.(lnk|scf|url)$/iu)
    }),
    { numRuns: cases(300) },
  )
})

test('what is safe stays as it is', () => {
  fc.assert(
    fc.property(name, fc.constantFrom(...TARGETS), (given, target) => {
      const safe = safeName(given, target)
      expect(safeName(safe, target)).toBe(safe)
      expect(new FolderNames({ target }).give(safe)).toEqual({ name: safe, isRenamed: false })
    }),
    { numRuns: cases(300) },
  )
})

test('no two names of a folder become one, and all of them are safe', () => {
  fc.assert(
    fc.property(fc.array(name, { maxLength: 12 }), place, (given, { target, ignoresCase }) => {
      const names = new FolderNames({ target, ignoresCase: ignoresCase ?? false })
      const all = given.map((each) => {
        const { name: made, isRenamed } = names.give(each)
        expect(isRenamed).toBe(made !== each)
        expect(safeName(made, target)).toBe(made)
        return made
      })
      expect(new Set(all).size).toBe(all.length)
      if (!ignoresCase && (target === 'posix' || target === 'tar')) return
      const alike = all.map((each) => each.normalize('NFC').toLowerCase())
      expect(new Set(alike).size).toBe(all.length)
    }),
    { numRuns: cases(300) },
  )
})

const one = (given: string) => TARGETS.map((target) => safeName(given, target))

describe('in each target, posix, windows, picker and tar', () => {
  test.each([
    ['readme.txt', ['readme.txt', 'readme.txt', 'readme.txt', 'readme.txt']],
    ['.git', ['.git', '.git', '.git', '.git']],
    ['dev\\x2duuid', ['dev\\x2duuid', 'dev_x2duuid', 'dev_x2duuid', 'dev\\x2duuid']],
    ['a\nb', ['a_b', 'a_b', 'a_b', 'a\nb']],
    ['../x', ['.._x', '.._x', '.._x', '.._x']],
    ['..', ['__', '__', '__', '__']],
    ['', ['_', '_', '_', '_']],
    ['con', ['con', '_con', '_con', 'con']],
    ['NUL.tar.gz', ['NUL.tar.gz', '_NUL.tar.gz', '_NUL.tar.gz', 'NUL.tar.gz']],
    ['a. ', ['a. ', 'a__', 'a__', 'a. ']],
    ['x\u202egnp.exe', ['x\u202egnp.exe', 'x\u202egnp.exe', 'x_gnp.exe', 'x\u202egnp.exe']],
    ['a.lnk', ['a.lnk', 'a.lnk', 'a.lnk_', 'a.lnk']],
    ['caf\udce9', ['caf%E9', 'caf%E9', 'caf%E9', 'caf%E9']],
    ['a\ud800', ['a%uD800', 'a%uD800', 'a%uD800', 'a%uD800']],
  ])('%j', (given, expected) => {
    expect(one(given)).toEqual(expected)
  })
})

test('names that become one get a number before their ending, and too long ones lose of their stem', () => {
  const names = new FolderNames({ target: 'posix' })
  const give = (given: string) => names.give(given).name
  expect(['a\0.txt', 'a_.txt', 'a_ (2).txt', 'a\n.txt', '.x', '.x'].map(give)).toEqual([
    'a_.txt',
    'a_ (2).txt',
    'a_ (2) (2).txt',
    'a_ (3).txt',
    '.x',
    '.x (2)',
  ])
  const long = `${'漢'.repeat(100)}.txt`
  expect([long, long].map(give)).toEqual([`${'漢'.repeat(83)}.txt`, `${'漢'.repeat(82)} (2).txt`])
})

test('names that differ keep themselves, however many a folder has', () => {
  const names = new FolderNames({ target: 'posix' })
  const renamed = Array.from({ length: 200_000 }, (_, i) => `photo ${i.toString(36)}.jpg`).filter(
    (each) => names.give(each).isRenamed,
  )
  expect(renamed).toEqual([])
})

test('a hundred thousand names that become one are numbered at once', () => {
  const names = new FolderNames({ target: 'windows' })
  let last = ''
  for (let i = 0; i < 100_000; i++) last = names.give('a?').name
  expect(last).toBe('a_ (100000)')
})
