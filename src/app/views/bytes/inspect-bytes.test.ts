import { expect, test } from 'vitest'
import { batEntry } from '../../../engine/format/bat-entry.ts'
import { readings } from './inspect-bytes.ts'

const valueIn = (bytes: Uint8Array, name: string) =>
  readings(bytes).find((reading) => reading.name === name)?.value

const counting = Uint8Array.from({ length: 32 }, (_, index) => index + 1)

test('numbers are little-endian, decimal and hexadecimal', () => {
  expect(valueIn(counting, 'u8')).toBe('1 = 0x1')
  expect(valueIn(counting, 'u16')).toBe('513 = 0x201')
  expect(valueIn(counting, 'u32')).toBe('67305985 = 0x4030201')
  expect(valueIn(counting, 'u64')).toBe('578437695752307201 = 0x807060504030201')
})

test('a GUID is mixed-endian', () => {
  expect(valueIn(counting, 'GUID')).toBe('04030201-0605-0807-090a-0b0c0d0e0f10')
})

test('a BAT entry shows both states that its number can mean, and the place', () => {
  const entry = batEntry.encode({ state: 6, fileOffsetMB: 29 })
  expect(valueIn(entry, 'BAT entry')).toBe(
    'FULLY_PRESENT (payload), PRESENT (sector bitmap), at 29 MiB',
  )
})

test('text ends at a NUL, and control characters and lone surrogates are made harmless', () => {
  const units = Uint16Array.of(0x51, 0x1b, 0xd800, 0x21, 0, 0x41)
  expect(valueIn(new Uint8Array(units.buffer), 'UTF-16')).toBe('“Q⟨1B⟩⟨U+D800⟩!”')
})

test('what needs more bytes than there are has no value', () => {
  const short = counting.subarray(0, 3)
  expect(
    readings(short)
      .filter(({ value }) => value !== undefined)
      .map(({ name }) => name),
  ).toEqual(['u8', 'u16', 'UTF-16'])
})
