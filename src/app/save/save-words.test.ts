import { expect, test } from 'vitest'
import { formatDuration, phaseText, progressText, savedText } from './save-words.ts'

const MIB = 1024 * 1024
const running = {
  status: 'running',
  name: 'a.vhdx',
  hash: undefined,
  phase: 'write',
  done: 62 * MIB,
  total: 118 * MIB,
  pace: undefined,
  cancelling: false,
} as const

test.each([
  [0.2, '1 s'],
  [59, '59 s'],
  [269, '4 min 29 s'],
  [3600, '1 h 0 min'],
  [9000, '2 h 30 min'],
])('%s seconds are %s', (seconds, text) => {
  expect(formatDuration(seconds)).toBe(text)
})

test('a write shows its bytes, and its speed once that is known', () => {
  expect(progressText(running)).toBe('62 MiB of 118 MiB')
  const pace = { bytesPerSecond: 214.4 * MIB, secondsLeft: 269 }
  expect(progressText({ ...running, pace })).toBe('62 MiB of 118 MiB · 214 MiB/s · 4 min 29 s left')
})

test('a slow write has a decimal', () => {
  const pace = { bytesPerSecond: 1.25 * MIB, secondsLeft: 10 }
  expect(progressText({ ...running, pace })).toContain('1.3 MiB/s')
})

test('an export that could not be read as a whole says so', () => {
  const save = {
    status: 'saved',
    name: 'disk.raw',
    folder: 'Recovered',
    size: 8 * MIB,
    verifiedBytes: 8 * MIB,
    hash: undefined,
  } as const
  expect(savedText('disk', { ...save, unreadableBytes: 0 })).toBe(
    'all of it was read back and compared.',
  )
  expect(savedText('disk', { ...save, unreadableBytes: MIB })).toContain(
    '1 MiB of the disk could not be read: there the export has zeros.',
  )
})

test('what was not read back of an export is told, and with a hash there is nothing of that', () => {
  const save = { size: 10 * 1024 * MIB, verifiedBytes: 16 * MIB, unreadableBytes: 0 }
  expect(savedText('disk', { ...save, hash: undefined })).toBe(
    '16 MiB of it were read back and compared, 64 places of 256 KiB, spread from its beginning to its end. The rest was not read back: choose a hash to have that done.',
  )
  const hash = { algorithm: 'sha256', hex: '00'.repeat(32) } as const
  const whole = { ...save, verifiedBytes: save.size, hash }
  expect(savedText('disk', whole)).toBe(
    'all of it was read back and has the SHA-256 of what was written.',
  )
  expect(phaseText('disk', 'verify', undefined)).not.toContain('SHA-256')
  expect(phaseText('disk', 'verify', 'sha256')).toContain('read all of it back')
})

test('a phase without figures shows none', () => {
  expect(progressText({ ...running, total: 0 })).toBe('')
})
