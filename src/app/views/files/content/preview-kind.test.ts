import { expect, test } from 'vitest'
import { looksLikeText, pictureType, textOf } from './preview-kind.ts'

const bytes = (text: string) => Uint8Array.from(text, (char) => char.charCodeAt(0))

test('pictures are known by their first bytes, and those that are programs are none', () => {
  expect(pictureType(bytes('\x89PNG\r\n\x1a\n...'))).toBe('image/png')
  expect(pictureType(bytes('RIFF....WEBPVP8 '))).toBe('image/webp')
  expect(pictureType(bytes('<svg xmlns="http://www.w3.org/2000/svg">'))).toBeUndefined()
  expect(pictureType(bytes('\x89PN'))).toBeUndefined()
})

test('text is what has hardly any control characters, in whichever encoding says so', () => {
  expect(looksLikeText(bytes('a line\r\n\tanother\n'))).toBe(true)
  expect(looksLikeText(bytes('\x00\x01\x02abc'))).toBe(false)
  expect(looksLikeText(bytes('\xff\xfea\0b\0'))).toBe(true)
  expect(looksLikeText(bytes('\x89PNG\r\n\x1a\nmuch that could be text besides'.padEnd(900)))).toBe(
    false,
  )
})

test('what would not be seen, or would be obeyed, is spelt out, but for lines and tabs', () => {
  expect(textOf(bytes('one\r\ntwo\tx\x1b[2J'))).toBe('one\ntwo\tx⟨1B⟩[2J')
  expect(textOf(new TextEncoder().encode('a\u202eb'))).toBe('a⟨U+202E⟩b')
  expect(textOf(bytes('\xff\xfea\0\n\0b\0'))).toBe('a\nb')
})
