import { execFileSync } from 'node:child_process'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { COPY_FORMS, type CopyForm, formsFor } from './copy-forms.ts'

const GUID_BYTES = Uint8Array.from([
  0x66, 0x77, 0xc2, 0x2d, 0x23, 0xf6, 0x00, 0x42, 0x9d, 0x64, 0x11, 0x5e, 0x9b, 0xfd, 0x4a, 0x08,
])
const numbersIn = (text: string, pattern: RegExp) =>
  Array.from(text.matchAll(pattern), ([, digits = '']) => Number.parseInt(digits, 16))

test.each([
  ['hex', (text: string) => numbersIn(text, /([0-9A-F]{2})/g)],
  ['base64', (text: string) => [...Buffer.from(text, 'base64')]],
  ['c', (text: string) => numbersIn(text, /0x([0-9a-f]{2})/g)],
  ['rust', (text: string) => numbersIn(text, /0x([0-9a-f]{2})/g)],
  ['python', (text: string) => numbersIn(text, /0x([0-9a-f]{2})/g)],
  ['json', (text: string) => JSON.parse(text)],
] as const)('%s says every byte', (id, read) => {
  fc.assert(
    fc.property(fc.uint8Array({ minLength: 1, maxLength: 100 }), (bytes) => {
      const form: CopyForm = COPY_FORMS[id]
      expect(read(form.text(bytes, 0))).toEqual([...bytes])
    }),
  )
})

test('a megabyte can be Base64', () => {
  const bytes = new Uint8Array(2 ** 20).fill(0xa5)
  expect(COPY_FORMS.base64.text(bytes)).toBe(Buffer.from(bytes).toString('base64'))
})

test('an array says how many bytes it has', () => {
  expect(COPY_FORMS.c.text(GUID_BYTES)).toMatch(/^static const unsigned char bytes\[16\] = \{\n/)
  expect(COPY_FORMS.rust.text(GUID_BYTES)).toMatch(/^const BYTES: \[u8; 16\] = \[\n/)
})

test('Python reads what is made for it', (context) => {
  const text = COPY_FORMS.python.text(GUID_BYTES)
  let answer: string
  try {
    answer = execFileSync('python3', ['-c', `${text}\nprint(data.hex())`], { encoding: 'utf8' })
  } catch {
    return context.skip()
  }
  expect(answer.trim()).toBe(Buffer.from(GUID_BYTES).toString('hex'))
})

test('a dump begins each line with its offset', () => {
  expect(COPY_FORMS.dump.text(GUID_BYTES.subarray(0, 3), 0x1fff0)).toBe(
    `0x00000001FFF0  66 77 c2${' '.repeat(42)}fw.`,
  )
})

test('a GUID has two readings, and only 16 bytes are one', () => {
  expect(COPY_FORMS.guid.text(GUID_BYTES)).toBe('2dc27766-f623-4200-9d64-115e9bfd4a08')
  expect(COPY_FORMS.guidInOrder.text(GUID_BYTES)).toBe('6677c22d-23f6-0042-9d64-115e9bfd4a08')
  expect(formsFor(16)).toEqual(Object.keys(COPY_FORMS))
  expect(formsFor(15)).not.toContain('guid')
})
