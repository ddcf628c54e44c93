/** The promise of a journal: whatever a crash leaves, recovery gives all of the old state or all of the new. */
import fc from 'fast-check'
import { describe, expect, test, vi } from 'vitest'
import { CrashFile } from '../../testing/crash-file.ts'
import {
  BAT,
  filled,
  JOURNAL_SIZES,
  journal,
  journalDisk,
  METADATA,
  recover,
  recoverySteps,
  SPARE,
  zeros,
} from '../../testing/journalling.ts'
import { cases, THOROUGH } from '../../testing/thorough.ts'
import { MemoryFile } from '../bytes/memory-file.ts'
import { KIB, MIB } from '../format/layout.ts'
import { applyTo } from '../update/apply.ts'
import type { Step } from '../update/step.ts'
import type { ByteUpdate } from './byte-update.ts'

// For machines that are busy with other things.
vi.setConfig({ testTimeout: 60_000 * THOROUGH })

const SECTOR = 4 * KIB

/** The parts that no header and no log are: what is to be old or new. */
function contents(content: Uint8Array): Uint8Array {
  const copy = content.slice()
  copy.fill(0, 64 * KIB, 192 * KIB)
  copy.fill(0, MIB, 2 * MIB)
  return copy
}

async function whole(file: MemoryFile): Promise<Uint8Array> {
  return contents(await file.read(0, file.size))
}

async function recovered(content: Uint8Array): Promise<Uint8Array> {
  const file = new MemoryFile(content)
  await recover(file)
  return whole(file)
}

const same = (a: Uint8Array, b: Uint8Array): boolean => Buffer.compare(a, b) === 0

/** What survives of the writes since the last flush: pieces in turn. */
type Kept = readonly boolean[]

async function crashed(
  content: Uint8Array,
  steps: readonly Step[],
  kept: Kept,
  keepsSize: boolean,
) {
  const file = new CrashFile(content)
  await applyTo(file, steps)
  let turn = 0
  return file.crash(() => kept[turn++ % kept.length] ?? false, keepsSize)
}

const LOSSES: readonly Kept[] = [
  [false],
  [true],
  [true, false],
  [false, true],
  // The first half of what was written, as a torn sector or a header that is cut in the middle.
  [...Array<boolean>(128).fill(true), ...Array<boolean>(1 << 16).fill(false)],
  [...Array<boolean>(128).fill(false), ...Array<boolean>(1 << 16).fill(true)],
]

describe('after a crash behind any step, with anything lost', () => {
  test.each<[string, readonly ByteUpdate[]]>([
    ['one BAT entry', [filled(BAT, 8, 6)]],
    [
      'several structures',
      [filled(BAT, 5000, 6), zeros(SPARE, 3 * SECTOR), filled(192 * KIB, 9, 1)],
    ],
  ])('a change of %s is there in full or not at all', async (_, updates) => {
    const start = journalDisk({ blocks: [] })
    const old = await start.read(0, start.size)
    const { steps, committed } = await journal(start, updates)
    await applyTo(start, steps)
    const [before, after] = [contents(old), await whole(start)]
    for (let count = 0; count <= steps.length; count++) {
      for (const kept of LOSSES) {
        const survivor = await crashed(old, steps.slice(0, count), kept, false)
        const result = await recovered(survivor)
        const isNew = same(result, after)
        expect(isNew || same(result, before), `${count} steps, ${kept.slice(0, 3)}`).toBe(true)
        // Whoever has been told that it is done, or that it is in the log, can rely on it.
        if (count >= committed) expect(isNew).toBe(true)
      }
    }
  })

  test('so it is when the recovery itself is cut, again and again', async () => {
    const updates = [
      filled(BAT, 9000, 6),
      filled(METADATA + 256 * KIB, 9 * SECTOR, 3),
      zeros(BAT + 64 * KIB - 999, 2000),
    ]
    const cut = fc.record({
      steps: fc.nat({ max: 20 }),
      kept: fc.array(fc.boolean(), { minLength: 1, maxLength: 31 }),
      keepsSize: fc.boolean(),
    })
    const cuts = fc.array(cut, { minLength: 1, maxLength: 3 })
    await fc.assert(
      fc.asyncProperty(JOURNAL_SIZES, cut, cuts, async (fileSize, first, more) => {
        const start = journalDisk({ blocks: [], fileSize })
        const old = await start.read(0, start.size)
        const { steps } = await journal(start, updates)
        await applyTo(start, steps)
        const [before, after] = [contents(old), await whole(start)]
        let survivor = await crashed(old, steps.slice(0, first.steps), first.kept, first.keepsSize)
        const decided = same(await recovered(survivor), after)
        for (const { steps: count, kept, keepsSize } of more) {
          const file = new CrashFile(survivor)
          await applyTo(file, (await recoverySteps(file)).slice(0, count))
          let turn = 0
          survivor = await file.crash(() => kept[turn++ % kept.length] ?? false, keepsSize)
        }
        const result = await recovered(survivor)
        // What the first crash has decided stays decided.
        expect(same(result, decided ? after : before)).toBe(true)
      }),
      { numRuns: cases(10) },
    )
  })
})
