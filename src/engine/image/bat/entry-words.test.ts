import fc from 'fast-check'
import { expect, test } from 'vitest'
import { batEntry } from '../../format/bat-entry.ts'
import { endOfBlocks, endOfRun, entryWords } from './entry-words.ts'

test('gives both words of each entry, wherever the bytes lie in their buffer', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 40 }), fc.nat(7), (bytes, shift) => {
      const buffer = new Uint8Array(shift + bytes.length)
      buffer.set(bytes, shift)
      const view = new DataView(buffer.buffer, shift)
      const words = Array.from({ length: Math.floor(bytes.length / 8) * 2 }, (_, word) =>
        view.getUint32(word * 4, true),
      )
      expect([...entryWords(view)]).toEqual(words)
    }),
  )
})

test('a run ends at the first entry that differs, in its low or its high word', () => {
  const entries = fc.array(fc.constantFrom([2, 0], [2, 0], [2, 0], [2, 0], [2, 1], [3, 0]), {
    maxLength: 24,
  })
  fc.assert(
    fc.property(entries, fc.nat(24), fc.nat(24), (pairs, a, b) => {
      const end = Math.min(Math.max(a, b), pairs.length)
      const from = Math.min(a, b, end)
      const other = pairs.findIndex(([low, high], i) => i >= from && (low !== 2 || high !== 0))
      const expected = other < 0 ? end : Math.min(other, end)
      expect(endOfRun(Uint32Array.from(pairs.flat()), from, end, 2)).toBe(expected)
    }),
  )
})

test('a run of blocks ends where one is not behind the one before, or not just fully present', () => {
  const wordsOf = (
    entries: readonly { state: number; fileOffsetMB: number; reserved?: number }[],
  ) =>
    Uint32Array.from(
      entries.flatMap((entry) => {
        const view = new DataView(batEntry.encode(entry).buffer)
        return [view.getUint32(0, true), view.getUint32(4, true)]
      }),
    )
  const at = (fileOffsetMB: number, state = 6, reserved = 0) => ({ state, fileOffsetMB, reserved })
  // Across the border of the two words.
  const across = wordsOf([at(4092), at(4094), at(4096), at(4098), at(4099)])
  expect(endOfBlocks(across, 0, 5, 2)).toBe(4)
  expect(endOfBlocks(across, 0, 3, 2)).toBe(3)
  expect(endOfBlocks(across, 3, 5, 1)).toBe(5)
  for (const other of [at(6, 7), at(6, 0), at(6, 6, 1), at(2 ** 43), at(5)]) {
    expect(endOfBlocks(wordsOf([at(5), other]), 0, 2, 1)).toBe(1)
  }
  expect(endOfBlocks(wordsOf([at(5, 7), at(6)]), 0, 2, 1)).toBe(0)
})
