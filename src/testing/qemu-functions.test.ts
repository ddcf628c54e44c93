/** What the functions of QEMU's block/vhdx-log.c do, one after the other, and done rightly here. */
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { guid, NIL_GUID } from '../engine/bytes/guid.ts'
import { buildImage } from '../engine/compose/build-image.ts'
import type { EntryDescription } from '../engine/compose/description.ts'
import { header as headerTable } from '../engine/format/header.ts'
import { HEADER_OFFSETS, KIB, LOG_SECTOR_SIZE, MIB } from '../engine/format/layout.ts'
import {
  descriptorOffset,
  descriptorSectors,
  type LogEntryHeader,
  restoreSector,
  splitSector,
} from '../engine/format/log-entry.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import { firstDifference } from './compare.ts'
import { disk, mark, markOffset, marksIn } from './marks.ts'
import { ourReplay, REPLAY_IDS } from './our-replay.ts'

const sector = (count: number): number => count * LOG_SECTOR_SIZE
const build = (...entries: EntryDescription[]) => buildImage(disk({ log: { entries } }))
const replayed = async (...entries: EntryDescription[]) =>
  (await ourReplay(build(...entries))).file.toBytes()
const replayedMarks = async (...entries: EntryDescription[]) => marksIn(await replayed(...entries))

/** Whether an entry with a fault counts: an older one in order is replayed if it does not. */
const isValid = async (newer: EntryDescription): Promise<boolean> => {
  const older = { position: sector(40), tail: sector(40), updates: [mark('A')] }
  const marks = await replayedMarks(older, {
    updates: [mark('B')],
    position: 0,
    tail: 0,
    sequenceNumber: 9n,
    ...newer,
  })
  expect(['A', '.B']).toContain(marks)
  return marks === '.B'
}

test('vhdx_log_peek_hdr, vhdx_log_inc_idx, vhdx_log_read_sectors: an entry is read across the end of the ring', async () => {
  for (const position of [252, 253, 254, 255].map(sector)) {
    const entry = { position, tail: position, updates: ['A', 'B', 'C'].map(mark) }
    expect(await replayedMarks(entry)).toBe('ABC')
  }
})

test.each<[string, Partial<LogEntryHeader>]>([
  ['signature', { signature: 'logE' }],
  ['length of 0', { entryLength: 0 }],
  ['length that is no multiple of 4 KiB', { entryLength: 8192 + 512 }],
  ['length beyond the log', { entryLength: MIB + 4096 }],
  ['length without its data', { entryLength: 4096 }],
  ['tail that is no multiple of 4 KiB', { tail: 512 }],
  ['tail outside of the log', { tail: MIB }],
  ['number of 0', { sequenceNumber: 0n }],
  ['descriptor too many', { descriptorCount: 2 }],
  ['GUID of another session', { logGuid: guid('00112233-4455-4677-8899-aabbccddeeff') }],
])('vhdx_log_hdr_is_valid: a header with a wrong %s is not valid', async (_, header) => {
  expect(await isValid({ header })).toBe(false)
})

test('vhdx_log_hdr_is_valid: reserved bits and unaligned file sizes do not make a header invalid', async () => {
  const entry = { header: { reserved: 1, flushedFileOffset: 0n, lastFileOffset: 4097n } }
  expect(await isValid(entry)).toBe(true)
})

test.each<[string, number, number]>([
  ['signature', 0, 0x78],
  ['FileOffset', 16, 1],
  ['sequence number', 24, 0x78],
])(
  'vhdx_log_desc_is_valid: a descriptor with a wrong %s makes its entry invalid',
  async (_, at, byte) => {
    const patches = [{ at: descriptorOffset(0) + at, bytes: new Uint8Array([byte]) }]
    expect(await isValid({ patches })).toBe(false)
  },
)

test('vhdx_log_desc_is_valid: a ZeroLength that is no multiple of 4 KiB makes its entry invalid, 0 does not', async () => {
  const zero = (length: bigint) => ({ kind: 'zero' as const, fileOffset: BigInt(3 * MIB), length })
  expect(await isValid({ updates: [mark('B'), zero(512n)] })).toBe(false)
  expect(await isValid({ updates: [mark('B'), zero(0n)] })).toBe(true)
})

test.each([
  [0, 1],
  [126, 1],
  [127, 2],
  [254, 2],
  [255, 3],
])(
  'vhdx_compute_desc_sectors, vhdx_log_read_desc: %i descriptors take %i sectors and are all obeyed',
  async (count, sectors) => {
    expect(descriptorSectors(count)).toBe(sectors)
    const filler = { kind: 'zero' as const, fileOffset: BigInt(3 * MIB - 4 * KIB), length: 4096n }
    const updates = count === 0 ? [] : [...Array(count - 1).fill(filler), mark('A')]
    expect(await replayedMarks({ updates })).toBe(count === 0 ? '' : 'A')
  },
)

test('vhdx_validate_log_entry: any changed byte of an entry makes it invalid', async () => {
  await fc.assert(
    fc.asyncProperty(fc.nat({ max: 2 * LOG_SECTOR_SIZE - 1 }), async (at) => {
      expect(await isValid({ flips: [at] })).toBe(false)
    }),
    { numRuns: 40 },
  )
}, 30_000)

test('vhdx_log_search: of two complete sequences the one with the newer head is replayed', async () => {
  const entries: EntryDescription[] = [
    { sequenceNumber: 20n, updates: [mark('A')] },
    { updates: [mark('B')] },
    { position: sector(40), tail: sector(40), sequenceNumber: 7n, updates: [mark('C')] },
  ]
  expect(await replayedMarks(...entries)).toBe('AB')
})

test('vhdx_log_flush_desc, vhdx_log_raw_to_le_sector: a sector comes back with its first 8 and last 4 bytes', async () => {
  const bytes = Uint8Array.from({ length: LOG_SECTOR_SIZE }, (_, i) => i % 251)
  const { edges, sector: stored } = splitSector(bytes, 2n ** 63n + 5n)
  expect(restoreSector(stored, edges)).toEqual(bytes)

  const at = markOffset('A')
  const file = await replayed({ updates: [{ kind: 'data', fileOffset: BigInt(at), bytes }] })
  expect(file.subarray(at, at + LOG_SECTOR_SIZE)).toEqual(bytes)
})

test('vhdx_log_flush_desc: a zero descriptor clears its whole run, and nothing else', async () => {
  const clear = { kind: 'zero' as const, fileOffset: BigInt(markOffset('B')), length: 8192n }
  expect(await replayedMarks({ updates: [...'ABCD'].map(mark) }, { updates: [clear] })).toBe('A..D')
})

test('vhdx_log_flush: everything is replayed in order, and the file extended to LastFileOffset', async () => {
  const lastFileOffset = BigInt(6 * MIB)
  const file = await replayed({ updates: [mark('A')] }, { updates: [mark('B')], lastFileOffset })
  expect([marksIn(file), file.length]).toEqual(['AB', 6 * MIB])
})

test('vhdx_log_reset: both headers end with a LogGuid of zero', async () => {
  const file = await replayed({ updates: [mark('A')] })
  const guids = HEADER_OFFSETS.map((at) => headerTable.decode(file, at).logGuid)
  expect(guids).toEqual([NIL_GUID, NIL_GUID])
})

test('vhdx_parse_log: a dirty image can be looked at without writing to it', async () => {
  const image = build({ updates: [mark('A')] })
  const untouched = image.toBytes()
  const { update } = await inspect(image, REPLAY_IDS)
  const after = update?.after.source
  expect(marksIn((await after?.read(0, after.size)) ?? new Uint8Array())).toBe('A')
  expect(firstDifference(image.toBytes(), untouched)).toBeUndefined()
})
