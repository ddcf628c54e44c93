import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fieldText, fieldValue, says } from './typed-text.ts'

test('digits are a number as long as that is exact', () => {
  expect(fieldValue('4096', 'number')).toBe(4096)
  expect(fieldValue('9007199254740991', 'number')).toBe(Number.MAX_SAFE_INTEGER)
  expect(fieldValue('9007199254740993', 'number')).toBe('9007199254740993')
  expect(fieldValue('18446744073709551615', 'number')).toBe('18446744073709551615')
})

test('hexadecimal digits are the number that they are', () => {
  expect(fieldValue('0x300000', 'number')).toBe(0x300000)
  expect(fieldValue('0xFFFFFFFFFFFFFFFF', 'number')).toBe('18446744073709551615')
})

test('sizes with a unit, and what is wrong, stay as they are typed', () => {
  for (const text of ['64KiB', '-4KiB', '1e3', '007', '12 apples', '0x', '-4096']) {
    expect(fieldValue(text, 'number')).toBe(text)
  }
})

test('text is never read as a number', () => {
  expect(fieldValue('00', 'text')).toBe('00')
})

test('a value that is no leaf is shown as JSON', () => {
  expect(fieldText({ a: [1] })).toBe('{"a":[1]}')
  expect(fieldText(undefined)).toBe('')
})

test('whatever is typed, the field goes on saying it', () => {
  fc.assert(
    fc.property(fc.string(), fc.constantFrom('number', 'text'), (text, kind) => {
      const value = text === '' ? undefined : fieldValue(text, kind)
      expect(says(text, value, kind)).toBe(true)
      expect(fieldValue(fieldText(fieldValue(text, kind)), kind)).toBe(fieldValue(text, kind))
    }),
  )
})
