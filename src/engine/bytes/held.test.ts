import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ByteRange, ByteSource } from './byte-source.ts'
import { cached } from './cached-source.ts'
import {
  AbsentBytes,
  heldPieces,
  holdsZeros,
  isHeld,
  lookAt,
  lookOf,
  requireHeld,
  whereAbsent,
} from './held.ts'
import { MemoryFile } from './memory-file.ts'
import { joinRanges } from './ranges.ts'

const ranges = fc
  .array(fc.record({ offset: fc.nat({ max: 60 }), length: fc.integer({ min: 1, max: 9 }) }))
  .map((all) => joinRanges(all.sort((a, b) => a.offset - b.offset)))
const range = fc.record({ offset: fc.nat({ max: 70 }), length: fc.nat({ max: 20 }) })

const has = (held: readonly ByteRange[], at: number): boolean =>
  held.some(({ offset, length }) => offset <= at && at < offset + length)

test('pieces make the range, and each byte is in one that says what is true of it', () => {
  fc.assert(
    fc.property(ranges, range, (held, { offset, length }) => {
      const pieces = [...heldPieces(held, { offset, length })]
      let at = offset
      for (const piece of pieces) {
        expect(piece.offset).toBe(at)
        for (let byte = at; byte < at + piece.length; byte++) {
          expect(has(held, byte)).toBe(piece.isHeld)
        }
        at += piece.length
      }
      expect(at).toBe(offset + length)
      const isAll = pieces.every(({ isHeld: isThere }) => isThere)
      expect(isHeld({ held }, { offset, length })).toBe(isAll)
      const asked = () => requireHeld(held, { offset, length })
      if (isAll) asked()
      else expect(asked).toThrow(AbsentBytes)
    }),
  )
})

test('of a source that lacks nothing everything is there', () => {
  expect([...heldPieces(undefined, { offset: 3, length: 4 })]).toEqual([
    { offset: 3, length: 4, isHeld: true },
  ])
  expect([...heldPieces(undefined, { offset: 3, length: 0 })]).toEqual([])
  expect(isHeld({}, { offset: 3, length: 4 })).toBe(true)
})

test('what bytes are like', async () => {
  const noise = Uint8Array.from({ length: 4096 }, (_, i) => (Math.imul(i, 0x9e3779b1) >>> 11) & 255)
  expect(lookAt(new Uint8Array(5000))).toBe('zeros')
  expect(lookAt(new Uint8Array(5000).fill(1))).toBe('other')
  expect(['random', 'other']).toContain(lookAt(noise))
  const file = new MemoryFile(new Uint8Array(100).fill(1, 50))
  expect(await lookOf(file, { offset: 0, length: 50 })).toBe('zeros')
  expect(await holdsZeros(file, { offset: 0, length: 51 })).toBe(false)
})

test('of bytes that were left out only what is noted is told', async () => {
  const held = [{ offset: 0, length: 10 }]
  const bare: ByteSource = { size: 20, held, read: async (_, length) => new Uint8Array(length) }
  expect(await lookOf(bare, { offset: 5, length: 10 })).toBeUndefined()
  expect(await holdsZeros(bare, { offset: 5, length: 10 })).toBeUndefined()
  expect(await holdsZeros(bare, { offset: 5, length: 5 })).toBe(true)
  const noting: ByteSource = { ...bare, lookOf: async () => 'random' }
  expect(await lookOf(noting, { offset: 5, length: 10 })).toBe('random')
  expect(await holdsZeros(noting, { offset: 5, length: 10 })).toBe(false)
})

test('a cache asks a source that lacks parts for nothing else than its reader does', () => {
  const source: ByteSource = {
    size: 20,
    held: [],
    read: async (_, length) => new Uint8Array(length),
  }
  expect(cached(source, { blockSize: 4, capacity: 4 })).toBe(source)
})

test('only the error of absent bytes is another answer', () => {
  expect(whereAbsent(7)(new AbsentBytes({ offset: 1, length: 2 }))).toBe(7)
  expect(() => whereAbsent(7)(new Error('fire'))).toThrow('fire')
})
