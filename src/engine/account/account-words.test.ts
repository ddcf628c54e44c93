import { expect, test } from 'vitest'
import type { VolumeSpace } from '../disk/guest-space.ts'
import { MIB } from '../format/layout.ts'
import { partWords, runWords, volumeSpaceWords } from './account-words.ts'

test('a part of the file is never nothing, and never all of it, unless it is', () => {
  expect(partWords(0, 1000)).toBe('0.0 %')
  expect(partWords(1, 10_000_000)).toBe('< 0.1 %')
  expect(partWords(66, 1000)).toBe('6.6 %')
  expect(partWords(9_999_999, 10_000_000)).toBe('99.9 %')
  expect(partWords(7, 7)).toBe('100.0 %')
  expect(partWords(0, 0)).toBe('0.0 %')
})

test('one run is a piece, and none is said, too', () => {
  expect(runWords({ count: 0, longest: 0, median: 0 })).toBe('No block of the disk is in the file.')
  expect(runWords({ count: 1, longest: 5 * MIB, median: 5 * MIB })).toContain('one piece, of 5 MiB')
  expect(runWords({ count: 1017, longest: 5 * MIB, median: MIB })).toBe(
    'The disk lies in the file in 1,017 runs: the longest has 5 MiB, and half of them have no more than 1 MiB.',
  )
})

test('a volume says what it has free, and what speaks against it', () => {
  const free = { ok: true, unitSize: 4096, size: 9 * MIB, freeBytes: 3 * MIB, doubts: [] } as const
  const ext: VolumeSpace = {
    partition: undefined,
    fileSystem: { kind: 'ext4', label: 'root' } as VolumeSpace['fileSystem'],
    at: { offset: 0, length: 9 * MIB },
    space: free,
  }
  expect(volumeSpaceWords(ext)).toBe('The whole disk, ext4 “root”: 3 MiB free.')
  expect(
    volumeSpaceWords({ ...ext, space: { ...free, doubts: ['It is marked as in use.'] } }),
  ).toBe('The whole disk, ext4 “root”: 3 MiB free. Not to be relied on: It is marked as in use.')
  const unknown = { ...ext, fileSystem: undefined, space: { ok: false, reason: 'No.' } } as const
  expect(volumeSpaceWords(unknown)).toBe('The whole disk: No.')
})
