import { expect, test } from 'vitest'
import { updateWords } from '../../../../engine/changes/update-words.ts'
import { MIB } from '../../../../engine/format/layout.ts'
import { SPACE_CHANGED_BIT, spaceBit } from '../../../../engine/format/space-kind.ts'
import type { FileExtentRow } from '../../../../engine/space/file-extents.ts'
import { spaceSpans } from './space-spans.ts'
import { cellWords, ownerText, shownKind, spaceNotes } from './space-words.ts'

const ALL = { kinds: [], changedOnly: false } as const
const [FREE, PAYLOAD, LOG] = [spaceBit('free'), spaceBit('payload'), spaceBit('log')]

const REPLAY = updateWords(undefined)

test('a cell says what is in it, what matters most first', () => {
  expect(
    cellWords({ from: 4 * MIB, to: 8 * MIB }, 64 * MIB, FREE | PAYLOAD | SPACE_CHANGED_BIT, REPLAY),
  ).toBe('4 MiB at 0x400000: payload blocks, nobody’s, changed by the replay')
  const cell = { from: 4 * MIB, to: 5 * MIB }
  expect(cellWords(cell, 4 * MIB, 0, REPLAY)).toBe('1 MiB at 0x400000: behind the end of the file')
  expect(cellWords(cell, 64 * MIB, undefined, REPLAY)).toBe('1 MiB at 0x400000')
  expect(cellWords(cell, 4 * MIB + 4096, LOG, REPLAY)).toBe('4 KiB at 0x400000: log')
})

test('a cell shows the most important of the kinds that are asked for', () => {
  const bits = FREE | PAYLOAD | LOG
  expect(shownKind(bits, ALL)).toBe('log')
  expect(shownKind(bits, { ...ALL, kinds: ['free', 'bat'] })).toBe('free')
  expect(shownKind(bits, { ...ALL, kinds: ['bat'] })).toBeUndefined()
  expect(shownKind(bits, { ...ALL, changedOnly: true })).toBeUndefined()
  expect(shownKind(bits | SPACE_CHANGED_BIT, { ...ALL, changedOnly: true })).toBe('log')
})

test('cells that look the same are one span, up to the end of the map', () => {
  const cells = Uint16Array.of(FREE, FREE, PAYLOAD, PAYLOAD | SPACE_CHANGED_BIT)
  expect(spaceSpans({ cells, from: 8, to: 21, perCell: 4 }, ALL)).toEqual([
    { kind: 'free', changed: false, from: 8, to: 16 },
    { kind: 'payload', changed: false, from: 16, to: 20 },
    { kind: 'payload', changed: true, from: 20, to: 21 },
  ])
})

const row = (values: Partial<FileExtentRow>): FileExtentRow => ({
  kind: 'payload',
  offset: 0,
  length: 0,
  changed: false,
  structures: [],
  structureCount: 0,
  owners: { blocks: 0, bitmaps: 0, remembering: 0, first: undefined, last: undefined },
  ...values,
})
const block = (number: number) => ({ kind: 'payload', index: number, number }) as const

test('owners are named: structures, and blocks in a row or not', () => {
  const blocks = (count: number, last: number) =>
    ownerText(
      row({
        owners: { blocks: count, bitmaps: 0, remembering: 0, first: block(5), last: block(last) },
      }),
    )
  expect(blocks(1, 5)).toBe('Block 5')
  expect(blocks(16, 20)).toBe('Blocks 5 to 20')
  expect(blocks(2, 20)).toBe('2 blocks from block 5 to block 20')
  const bitmap = { kind: 'sector-bitmap', index: 4096, number: 0 } as const
  const claimed = row({
    kind: 'overlap',
    structures: [{ kind: 'bat', name: 'BAT' }],
    structureCount: 3,
    owners: { blocks: 0, bitmaps: 1, remembering: 0, first: bitmap, last: bitmap },
  })
  expect(ownerText(claimed)).toBe('BAT; 2 more structures; sector bitmap of chunk 0')
  expect(ownerText(row({ kind: 'free' }))).toBe('–')
})

test('what the strip cannot show is said, with the exact place', () => {
  const map = { cells: new Uint16Array(), size: 0, bytes: {} as never, uncharted: 0 }
  expect(spaceNotes({ ...map, isKnown: true, beyond: undefined })).toEqual([])
  const end = 2n ** 64n
  const notes = spaceNotes({
    ...map,
    isKnown: false,
    beyond: { owners: 1, end },
    uncharted: 2 ** 40,
  })
  expect(notes).toHaveLength(3)
  expect(notes[1]).toContain('1 block or structure would lie')
  expect(notes[1]).toContain('0x10000000000000000')
  expect(notes[2]).toContain('1 TiB')
})
