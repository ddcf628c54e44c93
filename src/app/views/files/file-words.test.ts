import { expect, test } from 'vitest'
import type { NodeRow } from '../../../engine/files/directory-rows.ts'
import { permissionText, seenOf, seenWords, shownTime, sizeText } from './file-words.ts'

test('times are told as they are, before 1970 and far from it, too', () => {
  expect(shownTime({ nanoseconds: 0n })).toBe('1970-01-01 00:00:00')
  expect(shownTime({ nanoseconds: 1_500_000_000n }, true)).toBe('1970-01-01 00:00:01.5')
  expect(shownTime({ nanoseconds: -1n }, true)).toBe('1969-12-31 23:59:59.999999999')
  expect(shownTime({ nanoseconds: 10n ** 25n })).toBe('@10000000000000000')
})

test('sizes have all their digits where they are asked for', () => {
  expect(sizeText(10_240n)).toBe('10 KiB')
  expect(sizeText(10_240n, true)).toBe('10 KiB (10,240 bytes)')
  expect(sizeText(2n ** 60n)).toBe('1152921504606846976 bytes')
})

test('a mode is told as ls tells it', () => {
  expect(permissionText(0o644)).toBe('rw-r--r-- (0644)')
  expect(permissionText(0o5755)).toBe('rwsr-xr-t (5755)')
  expect(permissionText(0o2640)).toBe('rw-r-S--- (2640)')
})

const node = (size: bigint): NodeRow => ({
  node: 2,
  kind: 'file',
  stat: {
    ok: true,
    kind: 'file',
    size,
    allocated: size,
    times: {},
    record: undefined,
    problems: [],
  },
})

test('a name is in one state, or in both and alike or not', () => {
  const name = 'a'
  expect(seenOf({ name, before: node(1n) })).toBe('before')
  expect(seenOf({ name, after: node(1n) })).toBe('after')
  expect(seenOf({ name, before: node(1n), after: node(1n) })).toBe('same')
  expect(seenOf({ name, before: node(1n), after: node(2n) })).toBe('differs')
  expect(seenWords('after', { after: 'after the replay' })).toBe('after the replay only')
})
