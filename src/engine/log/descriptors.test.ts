import { expect, test } from 'vitest'
import { counting } from '../../testing/counting-source.ts'
import { guid } from '../bytes/guid.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { logEntryHeader } from '../format/log-entry.ts'
import { readDescriptors } from './descriptors.ts'
import { type EntryUpdate, encodeEntry } from './encode-entry.ts'
import type { LogEntry } from './log.ts'

const SECTOR = 4096
const SECTORS = 600
const START = 64 * SECTOR
const region = { offset: START, length: SECTORS * SECTOR }
const logGuid = guid('5a3c1e90-7b2d-4f68-9c04-d1e2f3a4b5c6')

/** Every third one zeroes, the others write sectors. */
const mixed = (count: number): EntryUpdate[] =>
  Array.from({ length: count }, (_, i) => {
    const fileOffset = BigInt(i) * 4096n
    return i % 3 === 2
      ? { kind: 'zero', fileOffset, length: 4096n }
      : { kind: 'data', fileOffset, bytes: new Uint8Array(SECTOR).fill(i) }
  })

/** A log with one entry, at a sector of the ring, and what a scan says about that entry. */
function logWith(sector: number, updates: readonly EntryUpdate[]) {
  const bytes = encodeEntry({
    sequenceNumber: 7n,
    tail: 0,
    logGuid,
    flushedFileOffset: 0n,
    lastFileOffset: 0n,
    updates,
  })
  const content = new Uint8Array(START + region.length)
  for (let at = 0; at < bytes.length; at += SECTOR) {
    const target = START + ((sector * SECTOR + at) % region.length)
    content.set(bytes.subarray(at, at + SECTOR), target)
  }
  const header = logEntryHeader.decode(bytes)
  const entry: Pick<LogEntry, 'position' | 'length' | 'header'> = {
    position: sector * SECTOR,
    length: bytes.length,
    header,
  }
  return { source: counting(new MemoryFile(content)), entry }
}

test('descriptors say what they write and where their data sectors are', async () => {
  const { source, entry } = logWith(2, mixed(3))
  const at = START + 2 * SECTOR + 64
  const edges = (byte: number) => ({
    leadingBytes: BigInt(byte) * 0x0101_0101_0101_0101n,
    trailingBytes: byte * 0x0101_0101,
  })
  const sectorAt = START + 3 * SECTOR
  expect(await readDescriptors(source, region, entry, { start: 0, count: 10 })).toEqual([
    { kind: 'data', index: 0, at, sectorAt, fileOffset: 0n, sequenceNumber: 7n, ...edges(0) },
    {
      kind: 'data',
      index: 1,
      at: at + 32,
      sectorAt: sectorAt + SECTOR,
      fileOffset: 4096n,
      sequenceNumber: 7n,
      ...edges(1),
    },
    {
      kind: 'zero',
      index: 2,
      at: at + 64,
      fileOffset: 8192n,
      zeroLength: 4096n,
      sequenceNumber: 7n,
      reserved: 0,
    },
  ])
})

test.each([
  ['in one piece', 10],
  ['across the end of the ring', SECTORS - 1],
])('a window of a large entry that lies %s is the same as that part of all', async (_, sector) => {
  const { source, entry } = logWith(sector, mixed(700))
  const all = await readDescriptors(source, region, entry, { start: 0, count: 700 })
  expect(all).toHaveLength(700)
  for (const [start, count] of [
    [0, 1],
    [125, 3],
    [254, 1],
    [690, 100],
  ] as const) {
    const part = await readDescriptors(source, region, entry, { start, count })
    expect(part).toEqual(all.slice(start, start + count))
  }
  const last = all.filter(({ kind }) => kind === 'data').at(-1)
  expect(last?.kind === 'data' && last.sectorAt).toBe(
    START + ((entry.position + entry.length - SECTOR) % region.length),
  )
})

test('no more is read than fits the entry, whatever its header claims', async () => {
  const { source, entry } = logWith(0, mixed(2))
  const liar = {
    ...entry,
    length: SECTOR,
    header: { ...entry.header, descriptorCount: 0xffff_ffff },
  }
  const descriptors = await readDescriptors(source, region, liar, {
    start: 0,
    count: Number.MAX_SAFE_INTEGER,
  })
  expect(descriptors).toHaveLength(126)
  expect(source.bytesRead).toBe(126 * 32)
  for (const descriptor of descriptors) {
    expect(descriptor.at).toBeLessThan(START + SECTOR)
    if (descriptor.kind === 'data') expect(descriptor.sectorAt).toBeUndefined()
  }
})

test('what is neither kind of descriptor is unknown, and those behind it are read all the same', async () => {
  const { source, entry } = logWith(0, mixed(1))
  const longer = { ...entry, header: { ...entry.header, descriptorCount: 2 } }
  const kinds = (await readDescriptors(source, region, longer, { start: 0, count: 2 })).map(
    ({ kind }) => kind,
  )
  expect(kinds).toEqual(['data', 'unknown'])
})

test('a window behind the last descriptor is empty', async () => {
  const { source, entry } = logWith(0, mixed(3))
  expect(await readDescriptors(source, region, entry, { start: 3, count: 10 })).toEqual([])
  expect(await readDescriptors(source, region, entry, { start: 100, count: 10 })).toEqual([])
})
