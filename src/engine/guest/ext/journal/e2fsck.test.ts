/** Journals that debugfs has written, whole, cut and damaged: what they make of their volume is what e2fsck makes of it. */
import { truncate, writeFile } from 'node:fs/promises'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { type MadeVolume, withVolume } from '../../../../testing/made-volumes.ts'
import { hasProgram } from '../../../../testing/programs.ts'
import { cases } from '../../../../testing/thorough.ts'
import { crc32c } from '../../../bytes/hash/crc32c.ts'
import { MemoryFile } from '../../../bytes/memory-file.ts'
import { MIB } from '../../../format/layout.ts'
import { findFileSystem } from '../../volumes/find-file-system.ts'
import { openExtFiles } from '../files/open-ext-files.ts'
import { planJournal } from './plan-recovery.ts'
import { replayedVolume } from './replayed-volume.ts'

const BLOCK = 1024
const JOURNAL_MAGIC = [0xc0, 0x3b, 0x39, 0x98]
/** Nobody has these blocks. */
const FIRST_FREE = 5000
const FREE = 12

/** Options of mke2fs, and of debugfs for the journal. */
const KINDS: readonly {
  readonly name: string
  readonly make: string
  readonly open: string
  readonly sequence?: number
}[] = [
  { name: 'without checksums', make: '^metadata_csum,^64bit', open: '' },
  { name: 'whose numbers go round', make: '^metadata_csum,^64bit', open: '', sequence: -2 },
  { name: 'of 64 bits, without checksums', make: '^metadata_csum,64bit', open: '' },
  { name: 'with checksums of whole transactions', make: '^metadata_csum,^64bit', open: '-c' },
  { name: 'with checksums v2', make: '^metadata_csum,64bit', open: '-c -v 2' },
  { name: 'with checksums v2, of 32 bits', make: '^metadata_csum,^64bit', open: '-c -v 2' },
  { name: 'with checksums v3', make: 'metadata_csum,64bit', open: '-c -v 3' },
  { name: 'with checksums v3, of 32 bits', make: 'metadata_csum,^64bit', open: '-c -v 3' },
]

const places = fc.uniqueArray(fc.nat({ max: FREE - 1 }), { minLength: 1, maxLength: 5 })
/** What debugfs writes: blocks or what is taken back, not both of them in one transaction. */
const transaction = fc.record({
  places,
  isRevoke: fc.integer({ min: 0, max: 3 }).map((n) => n === 0),
  seed: fc.nat({ max: 250 }),
  isEscaped: fc.boolean(),
})
const log = fc.record({
  transactions: fc.array(transaction, { minLength: 1, maxLength: 6 }),
  isCut: fc.boolean(),
  /** How far the log is turned round in its ring. */
  turn: fc.oneof(fc.constant(0), fc.integer({ min: 990, max: 1022 })),
  damage: fc.option(
    fc.record({ block: fc.nat({ max: 25 }), at: fc.nat({ max: 1023 }), bit: fc.nat({ max: 7 }) }),
  ),
})
type Log = typeof log extends fc.Arbitrary<infer T> ? T : never

/** A block that is written again behind its being taken back, and one that is not. */
const WHOLE: Log = {
  transactions: [
    { places: [1, 2, 3], isRevoke: false, seed: 1, isEscaped: true },
    { places: [2, 3], isRevoke: true, seed: 2, isEscaped: false },
    { places: [3, 4], isRevoke: false, seed: 3, isEscaped: false },
    { places: [4, 5], isRevoke: false, seed: 4, isEscaped: false },
  ],
  isCut: true,
  turn: 1016,
  damage: null,
}

const blockOf = (place: number): number => FIRST_FREE + place

async function writeLog(volume: MadeVolume, { transactions, isCut }: Log, open: string) {
  const lines = [`jo ${open}`]
  for (const [i, { places, isRevoke, seed, isEscaped }] of transactions.entries()) {
    const path = `${volume.path}.${i}`
    const content = new Uint8Array(places.length * BLOCK).map((_, at) => seed + at * 7 + (at >> 8))
    if (isEscaped) content.set(JOURNAL_MAGIC)
    await writeFile(path, content)
    const blocks = places.map(blockOf).join(',')
    const isLast = i === transactions.length - 1
    lines.push(`jw -${isRevoke ? 'r' : 'b'} ${blocks} ${isCut && isLast ? '-c' : ''} ${path}`)
  }
  await writeFile(`${volume.path}.log`, [...lines, 'jc'].join('\n'))
  volume.run('debugfs', ['-w', '-f', `${volume.path}.log`])
}

/** Places of the blocks of the journal in the volume, in bytes. */
async function journalPlaces(bytes: Uint8Array): Promise<readonly number[]> {
  const files = await openExtFiles(new MemoryFile(bytes))
  if (!files.ok) throw new Error(files.reason)
  const found: number[] = []
  for await (const parts of files.extents(8)) {
    for (const part of parts) {
      if (part.from !== 'volume') continue
      for (let at = 0; at < part.length; at += BLOCK) found.push(part.at + at)
    }
  }
  return found
}

/** Turns the log round in its ring, and damages it. */
function change(bytes: Uint8Array, at: readonly number[], { turn, damage }: Log): void {
  const length = at.length - 1
  const block = (index: number) => bytes.subarray(at[index], (at[index] ?? 0) + BLOCK)
  if (turn > 0) {
    const before = Array.from({ length }, (_, i) => block(i + 1).slice())
    for (const [i, content] of before.entries()) block(1 + ((i + turn) % length)).set(content)
    const superblock = block(0)
    const view = new DataView(superblock.buffer, superblock.byteOffset, BLOCK)
    view.setUint32(0x1c, 1 + (turn % length))
    view.setUint32(0xfc, 0)
    if (view.getUint8(0x50) === 4) view.setUint32(0xfc, ~crc32c(superblock) >>> 0)
  }
  if (damage) {
    const place = (at[1 + ((damage.block + turn) % length)] ?? 0) + damage.at
    bytes[place] = (bytes[place] ?? 0) ^ (1 << damage.bit)
  }
}

async function replayed(bytes: Uint8Array) {
  const source = new MemoryFile(bytes)
  const plan = await planJournal(source)
  const after = plan.ok ? await replayedVolume(source, plan) : source
  return { plan, bytes: await after.read(0, after.size) }
}

/** Blocks that are not the same, without those of superblock and journal. */
function differing(a: Uint8Array, b: Uint8Array, journal: readonly number[]): readonly number[] {
  const left = new Set(journal)
  const blocks: number[] = []
  for (let at = 0; at < a.length; at += BLOCK) {
    if (at === BLOCK || left.has(at)) continue
    if (Buffer.compare(a.subarray(at, at + BLOCK), b.subarray(at, at + BLOCK)) !== 0) {
      blocks.push(at / BLOCK)
    }
  }
  return blocks
}

const SIZE = 8
const readAll = (volume: MadeVolume) =>
  volume.with(async (source) => new Uint8Array(await source.read(0, SIZE * MIB)))

const toolsThere = ['mke2fs', 'debugfs', 'e2fsck'].every(hasProgram)

describe.skipIf(!toolsThere)('the volume behind its journal is as e2fsck leaves it', () => {
  test.each(KINDS)('$name', ({ make, open, sequence }) =>
    withVolume(
      { tool: 'mke2fs', args: ['-qF', '-t', 'ext4', '-b', '1024', '-O', make], size: SIZE },
      async (volume) => {
        const original = await readAll(volume)
        const journal = await journalPlaces(original)
        if (sequence !== undefined) {
          new DataView(original.buffer).setInt32((journal[0] ?? 0) + 0x18, sequence)
        }
        let written = 0
        await fc.assert(
          fc.asyncProperty(log, async (one) => {
            // Where a number is damaged, e2fsck writes behind the end.
            await truncate(volume.path, SIZE * MIB)
            await volume.put(0, original)
            await writeLog(volume, one, open)
            const before = await readAll(volume)
            change(before, journal, one)
            await volume.put(0, before)
            volume.run('e2fsck', ['-y', '-E', 'journal_only'], 12)
            const { plan, bytes } = await replayed(before)
            expect(differing(bytes, await readAll(volume), journal)).toEqual([])
            written += plan.ok ? plan.writes.length : 0
          }),
          { numRuns: cases(2), examples: [[WHOLE]] },
        )
        expect(written).toBeGreaterThan(0)
      },
    ),
  )
})

describe.skipIf(!toolsThere)('a plan', () => {
  const made = new Map<string, Uint8Array>()
  /** What a volume says whose log is `WHOLE`, behind `edit`. */
  const planned = async (
    make: string,
    open: string,
    edit: (bytes: Uint8Array, journal: readonly number[]) => void = () => {},
  ) => {
    if (!made.has(make)) {
      const args = ['-qF', '-t', 'ext4', '-b', '1024', '-O', make]
      await withVolume({ tool: 'mke2fs', args, size: SIZE }, async (volume) => {
        await writeLog(volume, WHOLE, open)
        made.set(make, await readAll(volume))
      })
    }
    const bytes = made.get(make)?.slice() ?? new Uint8Array()
    edit(bytes, await journalPlaces(bytes))
    return replayed(bytes)
  }
  const flip = (bytes: Uint8Array, at: number): void => {
    bytes[at] = (bytes[at] ?? 0) ^ 1
  }

  test('has the last write of each block, without what is taken back and what was not committed', async () => {
    const { plan, bytes } = await planned('metadata_csum,64bit', '-c -v 3')
    expect(plan).toMatchObject({
      isNeeded: true,
      transactions: 3,
      revoked: 2,
      problems: [],
      writes: [
        { block: blockOf(1), sequence: 1, isEscaped: true },
        { block: blockOf(3), sequence: 3, isEscaped: false },
        { block: blockOf(4), sequence: 3, isEscaped: false },
      ],
    })
    expect([...bytes.subarray(blockOf(1) * BLOCK).subarray(0, 4)]).toEqual(JOURNAL_MAGIC)
  })

  test('leaves a volume that no longer asks for a replay, and whose checksums are right', async () => {
    const { bytes } = await planned('metadata_csum,64bit', '-c -v 3')
    const after = new MemoryFile(bytes)
    const found = await findFileSystem(after, { offset: 0, length: after.size })
    expect(found).toMatchObject({ kind: 'ext4', state: 'clean' })
    expect(await openExtFiles(after)).toMatchObject({ notes: [] })
    expect(await planJournal(after)).toMatchObject({ isNeeded: false, writes: [] })
  })

  test('leaves out a block whose checksum is wrong, and says so', async () => {
    const { plan } = await planned('metadata_csum,64bit', '-c -v 3', (bytes, journal) =>
      flip(bytes, (journal[2] ?? 0) + 500),
    )
    expect(plan).toMatchObject({
      problems: ['1 block of the log has a wrong checksum in the log: not replayed.'],
      writes: [{ block: blockOf(3) }, { block: blockOf(4) }],
    })
  })

  test('is refused where a descriptor is damaged, and its transaction is no older one', async () => {
    const { plan } = await planned('metadata_csum,64bit', '-c -v 3', (bytes, journal) =>
      flip(bytes, (journal[1] ?? 0) + 40),
    )
    expect(plan).toMatchObject({ reason: expect.stringMatching(/transaction 1 has a wrong/) })
  })

  test('tells what a journal says of itself, and what it lacks', async () => {
    const { plan } = await planned('^metadata_csum', '', (bytes, journal) => {
      const view = new DataView(bytes.buffer, journal[0])
      view.setInt32(0x20, -5)
    })
    expect(plan).toMatchObject({ problems: ['The journal was given up with error -5.'] })
    const edits: readonly [RegExp, number, number][] = [
      [/has no superblock/, 0, 0],
      [/features that are not known here: 0x40/, 0x28, 0x40],
      [/begins with 2,000/, 0x1c, 2000],
      [/blocks have 4,096 bytes/, 0x0c, 4096],
    ]
    for (const [reason, at, value] of edits) {
      const { plan: refused } = await planned('^metadata_csum', '', (bytes, journal) =>
        new DataView(bytes.buffer, journal[0]).setUint32(at, value),
      )
      expect(refused).toMatchObject({ reason: expect.stringMatching(reason) })
    }
  })
})
