/** Journals that take more than one go: in rounds, one after the other, and with a recovery that is cut. */
import fc from 'fast-check'
import { expect, test, vi } from 'vitest'
import { momentsOf, subsetsOf, survivorOf } from '../../testing/crashes.ts'
import {
  BAT,
  bytesOf,
  filled,
  JOURNAL_IDS,
  JOURNAL_SIZES,
  journal,
  journalDisk,
  METADATA,
  recoverySteps,
  SPARE,
  zeros,
} from '../../testing/journalling.ts'
import { contentsOf, crashEverywhere, recoveredFrom } from '../../testing/recovered.ts'
import { batUpdate } from '../../testing/structure-updates.ts'
import { cases, THOROUGH } from '../../testing/thorough.ts'
import type { ByteSource } from '../bytes/byte-source.ts'
import { guid, NIL_GUID } from '../bytes/guid.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { GIB, KIB, MIB } from '../format/layout.ts'
import { preview } from '../update/preview.ts'
import type { WriteStep } from '../update/step.ts'
import type { ByteUpdate } from './byte-update.ts'
import type { JournalIds } from './plan-journal.ts'
import type { JournalEntry } from './ring-writer.ts'

// For machines that are busy with other things.
vi.setConfig({ testTimeout: 60_000 * THOROUGH })

const SECTOR = 4 * KIB

/** What an entry does to the file, told without the replayer. */
const writesOf = ({ updates, position }: JournalEntry): readonly WriteStep[] =>
  updates.map((update, index) => ({
    kind: 'write',
    offset: Number(update.fileOffset),
    content:
      update.kind === 'data'
        ? { kind: 'bytes', bytes: update.bytes }
        : { kind: 'zeros', length: Number(update.length) },
    cause: { kind: 'descriptor', entry: position, index },
  }))

/** Every second sector of a BAT of 4 MiB becomes zero, the others data: 126 descriptors in 64 sectors. */
const alternating = (sectors: number): readonly ByteUpdate[] =>
  Array.from({ length: sectors }, (_, i) => {
    const offset = BAT + (i + 1) * SECTOR
    return i % 2 === 0 ? filled(offset, SECTOR, 0x40 + (i % 64)) : zeros(offset, SECTOR)
  })

test.each([SECTOR, 512])(
  'a change in rounds leaves the first of its entries, in order, in pieces of %d bytes',
  async (pieceSize) => {
    const offset = BAT + SECTOR
    const source = journalDisk({
      virtualDiskSize: 512 * GIB,
      blocks: [],
      patches: [{ at: offset, bytes: new Uint8Array(900 * SECTOR).fill(0x20) }],
    })
    const plan = await journal(source, alternating(900), { divisible: true })
    const { steps, committed } = plan
    const entries = plan.entries.filter(({ updates }) => updates.length > 0)
    const states = [await contentsOf(source)]
    for (const count of entries.keys()) {
      const writes = entries.slice(0, count + 1).flatMap(writesOf)
      states.push(await contentsOf(preview(source, writes)))
    }
    const report = await crashEverywhere({ source, steps, states, pieceSize, samples: 16 })
    // The first round holds together: nothing names its entries before all of them are there.
    expect(report.seen.map((count) => count > 0)).toEqual(
      [true, false, false, true, true, true, true, true, true].slice(0, states.length),
    )
    for (const { done, state } of report.moments) {
      if (done >= committed) expect(state).toBe(states.length - 1)
    }
  },
)

const updatesOf: fc.Arbitrary<readonly ByteUpdate[]> = fc.array(
  fc.oneof(
    fc
      .tuple(fc.integer({ min: 0, max: 60 }), fc.integer({ min: 0, max: 4000 }), fc.nat(255))
      .map(([sector, from, byte]) => filled(SPARE + sector * SECTOR + from, 9000, byte)),
    fc.integer({ min: 0, max: 60 }).map((sector) => zeros(SPARE + sector * SECTOR, 3 * SECTOR)),
    fc.nat(63).map((block) => batUpdate(block, 'zero')),
    fc.nat(90).map((sectors) => filled(BAT + 64 * KIB, (sectors + 1) * SECTOR, sectors + 1)),
  ),
  { minLength: 1, maxLength: 4 },
)

/** A session as it may be begun: its number lies anywhere, also below that of the one before. */
const idsOf = (index: number, sequenceNumber: bigint): JournalIds => ({
  ...JOURNAL_IDS,
  logGuid: guid(`5e551000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`),
  sequenceNumber,
})

test('journals follow each other around the ring, each on what the crash of the last one left', async () => {
  const session = fc.record({
    updates: updatesOf,
    sequenceNumber: fc.bigInt({ min: 1n, max: 2n ** 63n }),
    /** Where it is cut in the end, and what is kept then: numbers to choose by. */
    cut: fc.nat(1000),
    kept: fc.nat(1000),
  })
  const start = fc.integer({ min: 0, max: 255 })
  await fc.assert(
    fc.asyncProperty(
      fc.array(session, { minLength: 3, maxLength: 5 }),
      start,
      JOURNAL_SIZES,
      async (sessions, at, fileSize) => {
        const old = { logGuid: guid('01d00000-0000-4000-8000-000000000000'), position: at * SECTOR }
        let source: ByteSource = journalDisk({
          blocks: [],
          fileSize,
          log: { guid: NIL_GUID, entries: [old] },
        })
        for (const [index, { updates, sequenceNumber, cut, kept }] of sessions.entries()) {
          const { steps } = await journal(source, updates, { ids: idsOf(index, sequenceNumber) })
          const states = [await contentsOf(source), await contentsOf(preview(source, steps))]
          const update = { source, steps, states, pieceSize: SECTOR, all: 2 ** 3, samples: 4 }
          await crashEverywhere(update)

          const moments = await momentsOf(source, steps, SECTOR)
          const moment = moments[cut % moments.length]
          if (moment === undefined) throw new Error('an update has at least one moment')
          const subsets = subsetsOf(moment.pieces.length, 2 ** 3, 8)
          const survivor = survivorOf(moment, subsets[kept % subsets.length] ?? [], false)
          const next = await recoveredFrom(survivor)
          source = new MemoryFile(await next.read(0, next.size))
        }
      },
    ),
    { numRuns: cases(2) },
  )
})

test('a recovery that is cut anywhere, with anything lost, is made again and gives the same', async () => {
  const source = journalDisk({ blocks: [] })
  const updates = [batUpdate(3, 'zero'), bytesOf(SPARE, 5), filled(METADATA + 256 * KIB, 9, 9)]
  const { steps } = await journal(source, updates, { fileSize: 6 * MIB })
  const states = [await contentsOf(source), await contentsOf(preview(source, steps))]
  const decided = new Set<number>()
  for (const moment of await momentsOf(source, steps, SECTOR)) {
    for (const kept of subsetsOf(moment.pieces.length, 2 ** 4, 4)) {
      const survivor = survivorOf(moment, kept, true)
      const recovery = await recoverySteps(survivor)
      if (recovery.length === 0) continue
      const whole = await contentsOf(preview(survivor, recovery))
      const state = states.findIndex((contents) => Buffer.compare(contents, whole) === 0)
      const { crashes, seen } = await crashEverywhere({
        source: survivor,
        steps: recovery,
        states: [whole],
        pieceSize: SECTOR,
        all: 2 ** 4,
        samples: 4,
      })
      expect(seen).toEqual([crashes])
      decided.add(state)
    }
  }
  expect([...decided]).toEqual([1])
})
