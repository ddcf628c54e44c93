import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type RuleId, rules } from '../findings/rules.ts'
import { codeHex, codeTitle, otherSpellings } from './code-words.ts'
import { codes } from './codes.ts'
import type { ErrorCode } from './error-code.ts'
import { readCode } from './read-code.ts'

const numbersOf = ({ code, twins = [] }: ErrorCode) => [code, ...twins.map((twin) => twin.code)]
const namesOf = ({ name, alsoCalled = [], twins = [] }: ErrorCode) => [
  name,
  ...alsoCalled,
  ...twins.map((twin) => twin.name),
]

/** All that people write for it. */
const spellingsOf = (entry: ErrorCode): readonly string[] => [
  ...numbersOf(entry).flatMap((code) => [
    codeHex(code),
    codeHex(code).slice(2),
    `${codeHex(code).slice(2)}h`,
    `${code}`,
    `${code - 2 ** 32}`,
  ]),
  ...namesOf(entry),
]

const anyEntry = fc.constantFrom(...codes)
const anySpelling = anyEntry.chain((entry) =>
  fc.record({ entry: fc.constant(entry), spelling: fc.constantFrom(...spellingsOf(entry)) }),
)

describe('the table', () => {
  test('knows a changed parent by each of its rules where it knows it by one', () => {
    const changed: readonly RuleId[] = [
      'chain.parent-changed',
      'chain.parent-written',
      'chain.other-header',
    ]
    const code = codes.find(({ name }) => name === 'ERROR_VHD_CHILD_PARENT_ID_MISMATCH')
    expect(code?.rules).toEqual(expect.arrayContaining([...changed]))
  })

  test('has all codes from 0xC03A0001 to 0xC03A0030 but those that are not assigned', () => {
    const of = codes.map(({ code }) => code).filter((code) => code >>> 16 === 0xc03a)
    const unassigned = [0x2b, 0x2c, 0x2d, 0x2e, 0x2f]
    const expected = Array.from({ length: 0x30 }, (_, i) => i + 1).filter(
      (low) => !unassigned.includes(low),
    )
    expect(of.map((code) => code & 0xffff)).toEqual(expected)
  })

  test.each(codes.map((entry) => [entry.name, entry] as const))(
    '%s says what it means and what to do, in sentences',
    (_, entry) => {
      for (const text of [entry.meaning, entry.advice]) {
        expect(text).toMatch(/^[A-Z“].*\.$/)
        expect(text).not.toMatch(/\s{2}|\.\.|["']/)
        expect(text.length).toBeLessThan(300)
      }
      expect(entry.meaning).not.toMatch(/\. /)
      expect(new Set(entry.rules).size).toBe(entry.rules.length)
      expect(entry.rules.filter((rule) => !(rule in rules))).toEqual([])
    },
  )

  test('has no spelling twice', () => {
    const all = codes.flatMap((entry) => [...new Set(spellingsOf(entry))])
    expect(all.filter((spelling, i) => all.indexOf(spelling) !== i)).toEqual([])
  })
})

test('an entry is found by each of its spellings, in any case and with signs around it', () => {
  const signs = fc.constantFrom('', '"', '“', '(', ' ', '.', ')', '”', "'", '...', ': ', '\n')
  fc.assert(
    fc.property(anySpelling, signs, signs, fc.boolean(), ({ entry, spelling }, a, b, lower) => {
      expect(readCode(`${a}${lower ? spelling.toLowerCase() : spelling}${b}`)).toBe(entry)
    }),
  )
})

test('an entry is found in a message', () => {
  const words = fc.stringMatching(/^[A-Za-z ,.:()'\\]{0,60}$/)
  fc.assert(
    fc.property(anySpelling, words, words, ({ entry, spelling }, before, after) => {
      expect(readCode(`${before} ${spelling} ${after}`)).toBe(entry)
    }),
  )
})

test.each([
  ['0x80070570', 'ERROR_FILE_CORRUPT'],
  ['80070570h', 'ERROR_FILE_CORRUPT'],
  ['-1069940722', 'ERROR_VHD_CHILD_PARENT_ID_MISMATCH'],
  ['3225026574', 'ERROR_VHD_CHILD_PARENT_ID_MISMATCH'],
  ['status_file_corrupt_error', 'ERROR_FILE_CORRUPT'],
  ['0xC0000102', 'ERROR_FILE_CORRUPT'],
  ['Wsl/Service/CreateInstance/MountVhd/HCS/ERROR_FILE_CORRUPT', 'ERROR_FILE_CORRUPT'],
  ['Wsl/Service/CreateInstance/WSL_E_DISK_CORRUPTED', 'WSL_E_DISK_CORRUPTED'],
  ['HRESULT:0xc03a001a,Mount-DiskImage', 'ERROR_VIRTUAL_DISK_LIMITATION'],
  [
    "Failed to attach disk 'C:\\a\\ext4.vhdx' to WSL2: The file or directory is corrupted and unreadable.\nError code: Wsl/Service/CreateInstance/MountVhd/HCS/0x80070570",
    'ERROR_FILE_CORRUPT',
  ],
  ['E_FAIL, then (0xC03A000E).', 'ERROR_VHD_CHILD_PARENT_ID_MISMATCH'],
])('%j is about %s', (text, name) => {
  expect(readCode(text)?.name).toBe(name)
})

test.each([
  '',
  ' ',
  '0x',
  '0x8007',
  '1392',
  '0xC03A002B',
  'ERROR_',
  'vhdx',
  '-',
  '4294967296',
  'toString',
  '__proto__',
])('%j is about nothing', (text) => {
  expect(readCode(text)).toBeUndefined()
})

test('random text finds nothing and throws nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => {
      expect(readCode(text)).toBeUndefined()
    }),
  )
})

test('a code is called by its number and its name, and its twins are told', () => {
  const entry = readCode('0xC0000102')
  expect(entry && [codeTitle(entry), otherSpellings(entry)]).toEqual([
    '0x80070570 ERROR_FILE_CORRUPT',
    '0xC0000102 STATUS_FILE_CORRUPT_ERROR',
  ])
})
