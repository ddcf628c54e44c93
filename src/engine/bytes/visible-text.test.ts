import { expect, test } from 'vitest'
import { visibleText } from './visible-text.ts'

test('ordinary text of any script stays as it is', () => {
  const text = 'Microsoft Windows 10.0 Größe 磁盘 диск قرص 💾'
  expect(visibleText(text)).toBe(text)
})

test.each([
  ['a\nb', 'a⟨0A⟩b'],
  ['a\u0000', 'a⟨00⟩'],
  ['\u001b[31m', '⟨1B⟩[31m'],
  ['x\u007f', 'x⟨7F⟩'],
  ['x\u0085', 'x⟨U+0085⟩'],
])('control characters become visible', (text, shown) => {
  expect(visibleText(text)).toBe(shown)
})

test.each([
  ['turns text around', '\u202e'],
  ['isolates', '\u2066'],
  ['takes no room', '\u200b'],
  ['joins', '\u2060'],
  ['ends a line', '\u2028'],
  ['is half a character', '\ud800'],
  ['fills', '\u3164'],
  ['selects a variant', '\ufe0f'],
])('a character that %s is spelt out', (_, character) => {
  expect(visibleText(`a${character}b`)).toMatch(/^a⟨U\+[0-9A-F]{4}⟩b$/)
})
