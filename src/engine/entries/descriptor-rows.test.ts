import { expect, test } from 'vitest'
import { guid } from '../bytes/guid.ts'
import { buildImage } from '../compose/build-image.ts'
import type { EntryDescription, UpdateDescription } from '../compose/description.ts'
import { KIB, MIB, TIB } from '../format/layout.ts'
import { inspect } from '../inspect/inspect.ts'
import { readDescriptorRows } from './descriptor-rows.ts'

const IDS = { fileWriteGuid: guid('11111111-2222-4333-8444-555555555555') }
const ALL = { start: 0, count: 100 }

const bat = (index: number, fileOffsetMB: number): UpdateDescription => ({
  kind: 'bat',
  changes: { [index]: { state: 'fully-present', fileOffsetMB } },
})
const zero = (fileOffset: number, length: number): UpdateDescription => ({
  kind: 'zero',
  fileOffset: BigInt(fileOffset),
  length: BigInt(length),
})

async function rowsOf(entries: readonly EntryDescription[], position: number, window = ALL) {
  const image = buildImage({
    virtualDiskSize: 1024 * MIB,
    blocks: [{ block: 0, fill: 1 }],
    log: { entries },
  })
  const page = await readDescriptorRows(await inspect(image, IDS), position, window)
  return {
    ...page,
    told: page.rows.map(({ target, fate, changedBytes }) => [target, fate, changedBytes]),
  }
}

test('says what each descriptor writes and what becomes of it', async () => {
  const entries: readonly EntryDescription[] = [
    { updates: [bat(1, 5), zero(2 * MIB + 512 * KIB, 8192)] },
    // The same sector of the BAT again, so that this one has the last word.
    { updates: [bat(2, 6), zero(4 * MIB, 4096), zero(4 * MIB, 0)] },
  ]
  const first = await rowsOf(entries, 0)
  expect(first.told).toEqual([
    ['BAT[0–511]', 'overwritten', 2],
    ['Metadata region', 'already-there', 0],
  ])
  const second = await rowsOf(entries, 8192)
  expect(second.total).toBe(3)
  expect(second.told).toEqual([
    ['BAT[0–511]', 'applies', 4],
    ['Payload block 0 (BAT[0])', 'applies', 4096],
    ['unallocated space', 'already-there', 0],
  ])
  expect((await rowsOf(entries, 8192, { start: 1, count: 1 })).told).toEqual(
    second.told.slice(1, 2),
  )
})

test('descriptors of an entry that is not replayed apply nowhere, and are compared all the same', async () => {
  const { told } = await rowsOf([{ updates: [bat(1, 5)], flips: [5000] }], 0)
  expect(told).toEqual([['BAT[0–511]', 'not-replayed', expect.any(Number)]])
})

test('a data sector that the entry has no room for is none of its own, and not compared', async () => {
  const short = { updates: [bat(1, 5)], header: { entryLength: 4096 } }
  const { told } = await rowsOf([short, { updates: [bat(2, 6)] }], 0)
  expect(told).toEqual([['BAT[0–511]', 'not-replayed', undefined]])
})

test('zeros behind the end of the file are not there already: they make it longer', async () => {
  const { told } = await rowsOf([{ updates: [zero(5 * MIB - 4096, 8192)] }], 0)
  expect(told).toEqual([['Payload block 0 (BAT[0])', 'applies', 4096]])
  const { told: behind } = await rowsOf([{ updates: [zero(8 * MIB, 4096)] }], 0)
  expect(behind).toEqual([['unallocated space', 'applies', 0]])
})

test('a run of a terabyte is not compared', async () => {
  const { told } = await rowsOf([{ updates: [zero(4 * MIB, TIB)] }], 0)
  expect(told).toEqual([['Payload block 0 (BAT[0])', 'applies', undefined]])
})

test('where no file can reach there is no target', async () => {
  const { told } = await rowsOf([{ updates: [zero(2 ** 60, 4096)] }], 0)
  expect(told).toEqual([['', 'not-replayed', undefined]])
})

test('there are no rows where no entry begins', async () => {
  expect((await rowsOf([{ updates: [bat(1, 5)] }], 4096)).total).toBe(0)
  expect((await rowsOf([{ updates: [bat(1, 5)] }], 16 * KIB)).total).toBe(0)
})
