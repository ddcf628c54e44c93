/** Power that fails in the middle of a journal: every subset of what was written since the last flush. */
import { describe, expect, test, vi } from 'vitest'
import {
  BAT,
  bytesOf,
  filled,
  JOURNAL_IDS,
  journal,
  journalDisk,
  METADATA,
  recoverySteps,
  SPARE,
  zeros,
} from '../../testing/journalling.ts'
import { type CrashReport, contentsOf, crashEverywhere } from '../../testing/recovered.ts'
import { batUpdate, diskIdUpdate, regionAdded } from '../../testing/structure-updates.ts'
import { THOROUGH } from '../../testing/thorough.ts'
import type { ByteSource } from '../bytes/byte-source.ts'
import { guid, NIL_GUID } from '../bytes/guid.ts'
import { STALE_LOG_GUID } from '../compose/compose-log.ts'
import type { EntryDescription, ImageDescription } from '../compose/description.ts'
import { KIB, MIB } from '../format/layout.ts'
import { preview } from '../update/preview.ts'
import type { Step } from '../update/step.ts'
import type { ByteUpdate } from './byte-update.ts'
import type { JournalParams } from './plan-journal.ts'

// For machines that are busy with other things.
vi.setConfig({ testTimeout: 60_000 * THOROUGH })

const SECTOR = 4 * KIB
const ONE_ENTRY = [batUpdate(3, 'zero')]

interface Case {
  readonly disk?: Partial<ImageDescription>
  readonly params?: Partial<JournalParams>
  /** What the caller writes before it plans the journal. */
  readonly before?: readonly Step[]
  readonly updates?: (source: ByteSource) => Promise<readonly ByteUpdate[]>
  /** Bytes. Default a sector. */
  readonly pieceSize?: number
  /** Up to how many subsets all are tried. */
  readonly all?: number
}

/** Crashes everywhere; the answer is old or new, and both come out. */
async function crash({
  disk,
  params,
  before = [],
  updates,
  pieceSize = SECTOR,
  all = 2 ** 10,
}: Case) {
  const source = journalDisk({ blocks: [], ...disk })
  const written = preview(source, before)
  const plan = await journal(written, (await updates?.(written)) ?? ONE_ENTRY, params)
  const steps = [...before, ...plan.steps]
  const old = await contentsOf(preview(source, await recoverySteps(source)))
  const states = [old, await contentsOf(preview(source, steps))]
  const oldSize = source.size
  const report = await crashEverywhere({ source, steps, states, oldSize, pieceSize, all })
  expect(report.seen.every((count) => count > 0)).toBe(true)
  expectCommitted(report, before.length + plan.committed)
  return report
}

/** Whoever has been told that it is in the log, or that it is done, can rely on it. */
function expectCommitted({ moments }: CrashReport, committed: number): void {
  const states = moments.filter(({ done }) => done >= committed).map(({ state }) => state)
  expect(new Set(states)).toEqual(new Set([1]))
}

/** Of every journalled structure something: several sectors of data, and runs of zeros. */
const manyParts = async (source: ByteSource): Promise<readonly ByteUpdate[]> => [
  filled(BAT + 64 * KIB, 100, 6),
  ...(await regionAdded(source, {
    guid: guid('0b0e1f5e-1111-4222-8333-444455556666'),
    fileOffset: BigInt(4 * MIB),
    length: MIB,
  })),
  await diskIdUpdate(source, guid('d15c1d00-0000-4000-8000-000000000001')),
  zeros(METADATA + 256 * KIB, 2 * SECTOR + 5),
  bytesOf(SPARE, 5),
]
const junk = { patches: [{ at: METADATA + 256 * KIB, bytes: new Uint8Array(MIB / 16).fill(0xee) }] }

describe('a change is there in full or not at all, whichever sectors are lost', () => {
  test('of one BAT entry', async () => {
    const { crashes } = await crash({})
    expect(crashes).toBe(20)
  })

  test('of many structures', async () => {
    const { crashes } = await crash({ disk: junk, updates: manyParts })
    expect(crashes).toBeGreaterThan(2 ** 7 + 2 ** 8)
  })

  test('that takes several descriptor sectors', async () => {
    const updates = async () => [filled(SPARE, 127 * SECTOR, 9), filled(BAT + SECTOR, SECTOR, 1)]
    await crash({ updates })
  })

  test('that is nothing but zeros', async () => {
    await crash({ disk: junk, updates: async () => [zeros(METADATA + 256 * KIB, 16 * SECTOR)] })
  })

  test('that gives a block its place, with what the caller has written there before', async () => {
    const before: readonly Step[] = [2, 3].map((sector) => ({
      kind: 'write',
      offset: 4 * MIB + sector * SECTOR,
      content: { kind: 'bytes', bytes: new Uint8Array(SECTOR).fill(0x77) },
      cause: { kind: 'edit' },
    }))
    const updates = async () => [batUpdate(3, 'fully-present', 4)]
    await crash({ before, updates, params: { fileSize: 5 * MIB } })
  })
})

describe('so it is where sectors are torn', () => {
  test.each([16, 512])('into pieces of %d bytes', async (pieceSize) => {
    await crash({ pieceSize, all: 2 ** 8 })
    await crash({ disk: junk, updates: manyParts, pieceSize, all: 2 ** 6 })
  })
})

const LAST = 2n ** 64n - 1n
const isOld = { logGuid: STALE_LOG_GUID }

describe('so it is with headers', () => {
  test.each<[string, Partial<ImageDescription>]>([
    ['of which only the first is valid', { headers: [{}, { checksum: 1 }] }],
    ['of which only the second is valid', { headers: [{ checksum: 1 }, {}] }],
    ['of which the older one names a log', { log: { guid: NIL_GUID }, headers: [isOld, {}] }],
    ...(THOROUGH > 1 ? [0n, 1n, 2n, 3n, 4n, 5n, 6n] : [0n, 1n, 3n]).map(
      (left): [string, Partial<ImageDescription>] => [
        `whose numbers end after ${left} more`,
        { headers: [{ sequenceNumber: LAST - left - 1n }, { sequenceNumber: LAST - left }] },
      ],
    ),
  ])('%s', async (_, disk) => {
    await crash({ disk })
    // Headers in every way, the rest sampled.
    await crash({ disk, pieceSize: 16, all: 2 ** 4 })
  })
})

/** Sessions of earlier times: entries of two sectors up to the sector where the next one begins. */
function history(end: number, changes: (index: number) => Partial<EntryDescription> = () => ({})) {
  const count = 128
  const entries = Array.from(
    { length: count },
    (_, index): EntryDescription => ({
      position: ((end + 2 * index) % 256) * SECTOR,
      sequenceNumber: 1000n + BigInt(index),
      tail: ((end + 2 * index) % 256) * SECTOR,
      logGuid: STALE_LOG_GUID,
      updates: [
        { kind: 'data', fileOffset: BigInt(SPARE), bytes: new Uint8Array(SECTOR).fill(0xdd) },
      ],
      ...changes(index),
    }),
  )
  return { log: { guid: NIL_GUID, entries } }
}

describe('so it is where the ring is full of earlier sessions', () => {
  test.each([0, 100, 250, 252, 254])('and the entry goes to sector %d', async (sector) => {
    const updates = async () => [filled(BAT + 64 * KIB, 3 * SECTOR, 6)]
    await crash({ disk: history(sector), updates })
  })

  test('whose entries go on where the new one ends, each with the number that would follow', async () => {
    const { sequenceNumber } = JOURNAL_IDS
    const abutting = history(254, (index) => ({
      sequenceNumber: sequenceNumber + BigInt(index),
      tail: 254 * SECTOR,
      logGuid: guid(`0f9e8d7c-6b5a-4c3d-9e2f-${index.toString(16).padStart(12, '0')}`),
    }))
    await crash({ disk: abutting })
    await crash({ disk: abutting, pieceSize: 512, all: 2 ** 6 })
  })

  test('and the new entry fills all of the ring but one sector', async () => {
    const updates = async () => [
      filled(SPARE, 127 * SECTOR, 9),
      filled(BAT + SECTOR, 125 * SECTOR, 1),
    ]
    await crash({ disk: history(77), updates })
  })
})

describe('so it is where the image is dirty and replayed first', () => {
  test.each([SECTOR, 512])('in pieces of %d bytes', async (pieceSize) => {
    const sector = (byte: number): EntryDescription => ({
      updates: [
        { kind: 'data', fileOffset: BigInt(SPARE), bytes: new Uint8Array(SECTOR).fill(byte) },
        { kind: 'zero', fileOffset: BigInt(METADATA + 256 * KIB), length: BigInt(SECTOR) },
      ],
    })
    const disk = { ...junk, log: { entries: [sector(1), sector(2)] } }
    const updates = async () => [bytesOf(SPARE + 5, 9), batUpdate(3, 'zero')]
    await crash({ disk, updates, pieceSize, params: { whenDirty: 'replay' } })
  })
})
