import { beforeAll, expect, test } from 'vitest'
import type { Geometry } from '../../../engine/image/metadata/geometry.ts'
import type { Edit } from '../../../engine/journal/edit.ts'
import { inspectSample } from '../../../testing/inspect-sample.ts'
import { editWords } from './edit-words.ts'

let geometry: Geometry | undefined
beforeAll(async () => {
  geometry = (await inspectSample('differencing')).before.geometry
})

const words = (edit: Edit): string => {
  const { what, to } = editWords(edit, geometry)
  return `${what} → ${to}`
}

test('an edit is told in the words of the format', () => {
  expect(words({ kind: 'bat-entry', index: 17, state: 6, fileOffsetMB: 29 })).toBe(
    'BAT[17] → FULLY_PRESENT, FileOffsetMB 29',
  )
  expect(words({ kind: 'bat-entry', index: 3, state: 2, fileOffsetMB: 0 })).toBe('BAT[3] → ZERO')
  expect(
    words({ kind: 'metadata-item', item: 'fileParameters', values: { blockSize: 2 ** 21 } }),
  ).toBe('File Parameters → BlockSize 2,097,152 (2 MiB)')
  expect(words({ kind: 'region-entry', index: 1, values: { fileOffset: 0x300000n } })).toBe(
    'Region table entry 1 → FileOffset 0x300000 (3 MiB)',
  )
  expect(words({ kind: 'parent-locator', pairs: [['a', 'b']] })).toBe('Parent locator → 1 pair')
  expect(words({ kind: 'bytes', offset: 0x3000f0, bytes: Uint8Array.of(10, 16) })).toBe(
    '2 bytes at 0x3000F0 → 0A 10',
  )
})

test('the state of a sector bitmap has its own name', () => {
  const ratio = geometry?.chunkRatio ?? 0
  expect(words({ kind: 'bat-entry', index: ratio, state: 6, fileOffsetMB: 5 })).toBe(
    `BAT[${ratio}] → PRESENT, FileOffsetMB 5`,
  )
})
