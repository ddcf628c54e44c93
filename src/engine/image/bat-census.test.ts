import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import type { Run } from '../bytes/byte-source.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { SparseFile } from '../compose/sparse-file.ts'
import { batEntry, PAYLOAD_STATES, SECTOR_BITMAP_STATES } from '../format/bat-entry.ts'
import { GIB, MIB, TIB } from '../format/layout.ts'
import { type Bat, readBatEntries } from './bat.ts'
import { censusOf } from './bat-census.ts'
import { type DiskKind, type Geometry, geometryOf } from './geometry.ts'

function geometry(size: number, blockSize: number, kind: DiskKind = 'dynamic'): Geometry {
  const found = geometryOf({
    fileParameters: {
      blockSize,
      hasParent: kind === 'differencing' ? 1 : 0,
      leaveBlockAllocated: 0,
      reserved: 0,
    },
    virtualDiskSize: BigInt(size),
    virtualDiskId: undefined,
    logicalSectorSize: 512,
    physicalSectorSize: 512,
  })
  if (found === undefined) throw new Error('this disk should have a geometry')
  return found
}

const batOf = (disk: Geometry, offset = 0): Bat => ({
  region: { offset, length: disk.batEntries * 8 },
  geometry: disk,
  count: disk.batEntries,
})

test('an empty disk has each state of the format, and no reserved one', async () => {
  const disk = geometry(10 * GIB, 32 * MIB)
  const file = new MemoryFile(new Uint8Array(disk.batEntries * 8))
  expect(await censusOf(file, batOf(disk))).toEqual({
    payload: {
      'not-present': 320,
      undefined: 0,
      zero: 0,
      unmapped: 0,
      'fully-present': 0,
      'partially-present': 0,
    },
    sectorBitmap: { 'not-present': 2, present: 0 },
  })
})

test.each<DiskKind>(['dynamic', 'differencing'])(
  'a census of a %s disk counts as one does entry by entry',
  (kind) =>
    fc.assert(
      fc.asyncProperty(
        fc.integer({ min: 1, max: 60 }),
        fc.array(fc.tuple(fc.nat(7), fc.nat(2 ** 44 - 1)), { minLength: 70, maxLength: 70 }),
        async (blocks, entries) => {
          const disk = geometry(blocks * 256 * MIB, 256 * MIB, kind)
          const bytes = new Uint8Array(70 * 8)
          entries.forEach(([state, fileOffsetMB], i) => {
            bytes.set(batEntry.encode({ state, fileOffsetMB }), i * 8)
          })
          const file = new MemoryFile(bytes)
          const census = await censusOf(file, batOf(disk))
          const listed = await readBatEntries(file, batOf(disk), 0, disk.batEntries)
          const count = (kind: string, state: string) =>
            listed.filter(
              (entry) =>
                entry.kind === kind &&
                entry.state === state &&
                (entry.kind !== 'payload' || entry.block < blocks),
            ).length
          for (const state of PAYLOAD_STATES) {
            expect(census.payload[state] ?? 0).toBe(count('payload', state))
          }
          for (const state of SECTOR_BITMAP_STATES) {
            expect(census.sectorBitmap[state] ?? 0).toBe(count('sector-bitmap', state))
          }
        },
      ),
    ),
)

describe('a large table', () => {
  const disk = geometry(TIB, MIB)
  const file = new SparseFile()
  // An entry at each end of the first window of 4 MiB, and the last one of all.
  for (const index of [0, 2 ** 19 - 1, 2 ** 19, disk.batEntries - 1]) {
    file.put(1000 + index * 8, batEntry.encode({ state: 6, fileOffsetMB: 1 }))
  }
  const bat = batOf(disk, 1000)

  test('is counted across windows, with progress in entries', async () => {
    const progress: [number, number][] = []
    const run: Run = { onProgress: (done, total) => progress.push([done, total]) }
    const { payload, sectorBitmap } = await censusOf(file, bat, run)
    expect(payload['fully-present']).toBe(4)
    expect(payload['not-present']).toBe(2 ** 20 - 4)
    expect(sectorBitmap['not-present']).toBe(255)
    expect(progress).toEqual([
      [2 ** 19, disk.batEntries],
      [2 ** 20, disk.batEntries],
      [disk.batEntries, disk.batEntries],
    ])
  })

  test('stops being counted on request', async () => {
    const controller = new AbortController()
    const run: Run = { signal: controller.signal, onProgress: () => controller.abort() }
    await expect(censusOf(file, bat, run)).rejects.toThrow('aborted')
  })
})
