import { describe, expect, test } from 'vitest'
import { parsePattern, type SearchInput } from './pattern.ts'

const hex = (bytes: Uint8Array): string => Buffer.from(bytes).toString('hex')

function patterns(input: SearchInput): readonly string[] {
  const parsed = parsePattern(input)
  if (!parsed.ok) return [parsed.reason]
  return parsed.patterns.map(({ bytes, mask }) => `${hex(bytes)}/${hex(mask)}`)
}

describe('hexadecimal digits', () => {
  test('may have spaces, commas, dashes and 0x between them', () => {
    for (const text of ['6c6f6765', '6C 6f, 67-65', '0x6c 0x6f 0x67 0x65']) {
      expect(patterns({ kind: 'hex', text })).toEqual(['6c6f6765/ffffffff'])
    }
  })

  test('may have wildcards for bytes and for single digits', () => {
    expect(patterns({ kind: 'hex', text: '4? ?? ?a' })).toEqual(['40000a/f0000f'])
  })

  test.each([
    ['', 'Type hexadecimal digits, for example “6c6f 6765 ?? ??”.'],
    ['12 3', 'A byte has two digits, but one digit is left over.'],
    ['12 xy', '“x” is not a hexadecimal digit.'],
    ['00 ??', 'This pattern matches zeros. Add a byte that is not zero.'],
    ['11'.repeat(1025), 'A pattern has at most 1024 bytes.'],
  ])('“%s” is refused', (text, reason) => {
    expect(patterns({ kind: 'hex', text })).toEqual([reason])
  })
})

describe('text', () => {
  test('is searched as UTF-8 and as UTF-16', () => {
    expect(patterns({ kind: 'text', text: 'é€😀' })).toEqual([
      `c3a9e282acf09f9880/${'ff'.repeat(9)}`,
      `e900ac203dd800de/${'ff'.repeat(8)}`,
    ])
  })

  test('in any case leaves out one bit of letters, and of nothing else', () => {
    expect(patterns({ kind: 'text', text: 'a1ſ', ignoresCase: true })).toEqual([
      '4131c5bf/dfffffff',
      '410031007f01/dfffffffffff',
    ])
  })

  test('encodes as Node does', () => {
    const text = 'Straße – Ünïcode 漢字 🚀'
    expect(patterns({ kind: 'text', text })).toEqual([
      expect.stringContaining(`${Buffer.from(text).toString('hex')}/`),
      expect.stringContaining(`${Buffer.from(text, 'utf16le').toString('hex')}/`),
    ])
  })
})

test('a GUID is searched in both byte orders', () => {
  const text = '{2DC27766-F623-4200-9D64-115E9BFD4A08}'
  expect(patterns({ kind: 'guid', text })).toEqual([
    `6677c22d23f600429d64115e9bfd4a08/${'ff'.repeat(16)}`,
    `2dc27766f62342009d64115e9bfd4a08/${'ff'.repeat(16)}`,
  ])
  expect(patterns({ kind: 'guid', text: 'x' })).toEqual([
    'Type a GUID, for example “2dc27766-f623-4200-9d64-115e9bfd4a08”.',
  ])
})

test('a structure is searched by its signature, at the places where it can begin', () => {
  const parsed = parsePattern({ kind: 'structure', text: 'ntfs' })
  expect(parsed).toMatchObject({ ok: true, patterns: [{ alignment: 512 }] })
  expect(patterns({ kind: 'structure', text: 'ntfs' })).toEqual([
    `000000${Buffer.from('NTFS    ').toString('hex')}/000000${'ff'.repeat(8)}`,
  ])
  expect(patterns({ kind: 'structure', text: 'nothing' })).toEqual([
    'There is no structure “nothing”.',
  ])
})
