import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { visibleJson, visibleText } from './visible-text.ts'

const onTerminal = (text: string) => visibleText(text, { for: 'terminal' })

test('ordinary text of any script stays as it is', () => {
  const text = 'Microsoft Windows 10.0 Größe “18 MiB” → 磁盘 диск قرص 💾'
  expect(visibleText(text)).toBe(text)
  expect(onTerminal(text)).toBe(text)
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

test('text from a file cannot move the cursor, change a title or turn its direction', () => {
  expect(onTerminal('QEMU\x1b]0;title\x07\r\n\x9b2J\u202e\u2028')).toBe(
    'QEMU\\x1b]0;title\\x07\\x0d\\x0a\\x9b2J\\u{202e}\\u{2028}',
  )
})

test.each([
  ['turns text around', '\u202e'],
  ['isolates', '\u2066'],
  ['takes no room', '\u200b'],
  ['joins', '\u2060'],
  ['ends a line', '\u2028'],
  ['is half a character', '\ud83d'],
  ['fills', '\u3164'],
  ['selects a variant', '\ufe0f'],
])('a character that %s is spelt out', (_, character) => {
  expect(visibleText(`a${character}b`)).toMatch(/^a⟨U\+[0-9A-F]{4}⟩b$/)
  expect(onTerminal(`a${character}b`)).toMatch(/^a\\u\{[0-9a-f]{4}\}b$/)
})

test('JSON for a terminal has the same value and nothing that a terminal obeys', () => {
  const value = { creator: 'x\x1b[2J\x7f\x9b\u202e\u2028\u{e0001}y', lines: ['a', 1] }
  const text = visibleJson(value)
  expect(JSON.parse(text)).toEqual(value)
  expect(text).toMatch(/^[\n\x20-\x7e]*$/)
})

describe('whatever the text is', () => {
  /** Texts with many of the characters in question, halves of characters included. */
  const hostile = fc
    .array(
      fc.oneof(
        fc.integer({ min: 0, max: 0xff }),
        fc.integer({ min: 0x2000, max: 0x206f }),
        fc.integer({ min: 0xd800, max: 0xdfff }),
        fc.nat({ max: 0xffff }),
      ),
    )
    .map((units) => String.fromCharCode(...units))
  // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what must not be left
  const obeyed = /[\0-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u206f]/

  test('nothing is left that a terminal obeys or that turns text around, and twice is once', () => {
    fc.assert(
      fc.property(hostile, fc.constantFrom('screen', 'terminal'), (text, target) => {
        const shown = visibleText(text, { for: target })
        expect(shown).not.toMatch(obeyed)
        expect(shown.isWellFormed()).toBe(true)
        expect(visibleText(shown, { for: target })).toBe(shown)
      }),
    )
  })

  test('JSON for a terminal stays JSON of the same value', () => {
    fc.assert(
      fc.property(hostile, (text) => {
        const shown = visibleJson([text])
        expect(JSON.parse(shown)).toEqual([text])
        expect(shown.replaceAll('\n', '')).not.toMatch(obeyed)
      }),
    )
  })
})
