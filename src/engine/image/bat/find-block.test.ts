import { expect, test } from 'vitest'
import { counting } from '../../../testing/counting-source.ts'
import { buildImage } from '../../compose/build-image.ts'
import type { BatChanges } from '../../compose/description.ts'
import { GIB, MIB } from '../../format/layout.ts'
import { readImage } from '../image.ts'
import { findBlockAt } from './find-block.ts'

/** Blocks of 256 MiB, 16 in a chunk: entry 16 is the first sector bitmap's, entry 33 the second's. */
async function open(bat: BatChanges) {
  const file = buildImage({
    virtualDiskSize: 8 * GIB,
    blockSize: 256 * MIB,
    kind: 'differencing',
    bat,
  })
  const image = await readImage(file)
  const table = image.bat
  if (table === undefined) throw new Error('the image should have a BAT')
  const source = counting(file)
  return { source, find: (offset: number) => findBlockAt(source, table, offset) }
}

test('a payload block is found by each of its bytes and by none beside it', async () => {
  const { find } = await open({ 18: { state: 'fully-present', fileOffsetMB: 1000 } })
  const block = {
    kind: 'payload-block',
    index: 18,
    number: 17,
    at: { offset: 1000 * MIB, length: 256 * MIB },
  }
  expect(await find(1000 * MIB)).toEqual(block)
  expect(await find(1256 * MIB - 1)).toEqual(block)
  expect(await find(1000 * MIB - 1)).toBeUndefined()
  expect(await find(1256 * MIB)).toBeUndefined()
})

test('a sector bitmap block is 1 MiB, whatever the payload blocks are', async () => {
  const { find } = await open({ 33: { state: 'present', fileOffsetMB: 2 ** 32 + 5 } })
  const offset = (2 ** 32 + 5) * MIB
  const block = { kind: 'sector-bitmap-block', index: 33, number: 1, at: { offset, length: MIB } }
  expect(await find(offset)).toEqual(block)
  expect(await find(offset + MIB - 1)).toEqual(block)
  expect(await find(offset + MIB)).toBeUndefined()
  expect(await find(offset - 1)).toBeUndefined()
})

test('an entry that is not present owns nothing, wherever it points to', async () => {
  const states = [
    'not-present',
    'undefined',
    'zero',
    'unmapped',
    'reserved-4',
    'reserved-5',
  ] as const
  const { find } = await open({
    ...Object.fromEntries(states.map((state, i) => [i, { state, fileOffsetMB: 1000 }])),
    16: { state: 'reserved-7', fileOffsetMB: 1000 },
  })
  expect(await find(1000 * MIB)).toBeUndefined()
})

test('a block that is partly here has its place', async () => {
  const { find } = await open({ 3: { state: 'partially-present', fileOffsetMB: 1000 } })
  expect((await find(1000 * MIB))?.index).toBe(3)
})

test('of two blocks in one place the first in the table is named', async () => {
  const { find } = await open({
    16: { state: 'present', fileOffsetMB: 1000 },
    20: { state: 'fully-present', fileOffsetMB: 999 },
  })
  expect((await find(1000 * MIB))?.index).toBe(16)
})
