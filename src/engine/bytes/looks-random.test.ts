import { createCipheriv } from 'node:crypto'
import { expect, test } from 'vitest'
import { looksRandom } from './looks-random.ts'

/** AES of zeros: what an encrypted file holds. */
const encrypted = (length: number): Uint8Array =>
  createCipheriv('aes-128-ctr', Buffer.alloc(16, 7), Buffer.alloc(16, 9)).update(
    Buffer.alloc(length),
  )

test('encrypted data look random, each of a thousand windows', () => {
  const bytes = encrypted(1000 * 4096)
  const windows = Array.from({ length: 1000 }, (_, i) => bytes.subarray(4096 * i, 4096 * (i + 1)))
  expect(windows.filter(looksRandom)).toHaveLength(1000)
})

test.each([
  ['zeros', new Uint8Array(4096)],
  ['a counter', Uint8Array.from({ length: 4096 }, (_, i) => i)],
  ['text', new TextEncoder().encode('The quick brown fox jumps over the lazy dog. '.repeat(92))],
  ['too few bytes', encrypted(1000)],
  [
    'encrypted data in Base64',
    new TextEncoder().encode(Buffer.from(encrypted(3072)).toString('base64')),
  ],
  ['half of them zeros', new Uint8Array([...encrypted(2048), ...new Uint8Array(2048)])],
])('%s do not', (_, bytes) => {
  expect(looksRandom(bytes)).toBe(false)
})
