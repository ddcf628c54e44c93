import { expect, test } from 'vitest'
import { printable, printableJson } from './printable.ts'

test('text from a file cannot move the cursor, change a title or turn its direction', () => {
  expect(printable('QEMU\x1b]0;title\x07\r\n\x9b2J\u202e\u2028')).toBe(
    'QEMU\\x1b]0;title\\x07\\x0d\\x0a\\x9b2J\\u{202e}\\u{2028}',
  )
})

test('all other text stays', () => {
  expect(printable('Größe “18 MiB” → 磁盘 💾')).toBe('Größe “18 MiB” → 磁盘 💾')
})

test('half a character is shown as what it is', () => {
  expect(printable('a\ud83db')).toBe('a\\u{d83d}b')
})

test('JSON for a terminal has the same value and nothing that a terminal obeys', () => {
  const value = { creator: 'x\x1b[2J\x7f\x9b\u202e\u2028\u{e0001}y', lines: ['a', 1] }
  const text = printableJson(value)
  expect(JSON.parse(text)).toEqual(value)
  expect(text).toMatch(/^[\n\x20-\x7e]*$/)
})
