import { expect, test } from 'vitest'
import { guid } from '../bytes/guid.ts'
import { buildImage } from '../compose/build-image.ts'
import type { ImageDescription } from '../compose/description.ts'
import { KIB, MIB } from '../format/layout.ts'
import { inspect } from '../inspect/inspect.ts'
import { stepsUpTo } from '../log/replay.ts'
import { preview } from '../update/preview.ts'
import { locate } from './locate.ts'

const IDS = { fileWriteGuid: guid('11111111-2222-4333-8444-555555555555') }
const METADATA = 2 * MIB
const BAT = 3 * MIB

/** Log at 1 MiB, metadata and BAT behind it, then the blocks. */
const DISK: ImageDescription = {
  virtualDiskSize: 64 * MIB,
  blocks: [{ block: 0, fill: 1 }, { block: 5 }],
}

async function locator(description: ImageDescription) {
  const source = buildImage(description)
  const { before: image, scan } = await inspect(source, IDS)
  return (offset: number) => locate({ source, image, scan }, offset)
}

/** "Header 1 > SequenceNumber = 7". */
async function pathAt(description: ImageDescription, offset: number): Promise<string> {
  const { path } = await (await locator(description))(offset)
  return path.map(({ name, value }) => (value ? `${name} = ${value}` : name)).join(' > ')
}

test.each([
  [3, 'File identifier > Signature = vhdxfile'],
  [30 * KIB, 'File identifier'],
  [64 * KIB + 70, 'Header 1 > LogLength = 1 MiB'],
  [128 * KIB + 4000, 'Header 2 > Reserved = 4016 zero bytes'],
  [70 * KIB, 'Header section, reserved'],
  [192 * KIB + 8, 'Region table 1 > Region Table Header > EntryCount = 2'],
  [256 * KIB + 16 + 24, 'Region table 2 > Entry 0: BAT > Length = 1 MiB'],
  [256 * KIB + 60 * KIB, 'Region table 2'],
  [MIB + 4096, 'Log > Unused sector'],
  [METADATA + 10, 'Metadata > Metadata table > Metadata Table Header > EntryCount = 5'],
  [METADATA + 20 * KIB, 'Metadata > Metadata table'],
  [METADATA + 64 * KIB, 'Metadata > File Parameters > BlockSize = 1 MiB'],
  [METADATA + 512 * KIB, 'Metadata'],
  [BAT + 40, 'BAT > BAT[5], payload block 5 = FULLY_PRESENT at 5 MiB > State = 6'],
  [BAT + 47, 'BAT > BAT[5], payload block 5 = FULLY_PRESENT at 5 MiB > FileOffsetMB = 5'],
  [BAT + 64 * 8, 'BAT > Behind the last entry'],
  [
    5 * MIB + 17,
    'Payload block 5 (BAT[5]) = the virtual disk from 0x500000, 1 MiB > Offset on the virtual disk = 0x500011',
  ],
  [100 * MIB, 'Behind the end of the file'],
])('at %i lies %s', async (offset, path) => {
  expect(await pathAt(DISK, offset)).toBe(path)
})

test('each step lies inside the one before, and the last one holds the offset', async () => {
  const at = await locator(DISK)
  for (const offset of [3, 64 * KIB + 70, METADATA + 70, BAT + 47, 5 * MIB]) {
    const { path } = await at(offset)
    let outer = { offset: 0, length: Number.POSITIVE_INFINITY }
    for (const step of path) {
      expect(step.at.offset).toBeGreaterThanOrEqual(outer.offset)
      expect(step.at.offset + step.at.length).toBeLessThanOrEqual(outer.offset + outer.length)
      outer = step.at
    }
    expect(offset).toBeGreaterThanOrEqual(outer.offset)
    expect(offset).toBeLessThan(outer.offset + outer.length)
  }
})

const DIRTY: ImageDescription = {
  ...DISK,
  log: {
    entries: [
      {
        sequenceNumber: 7n,
        updates: [
          { kind: 'zero', fileOffset: BigInt(METADATA + 256 * KIB), length: 8192n },
          { kind: 'bat', changes: { 9: { state: 'fully-present', fileOffsetMB: 6 } } },
        ],
      },
    ],
  },
}
const ENTRY = 'Log > Entry at log+0x0 = sequence number 7, active'

test.each([
  [16, `${ENTRY} > Entry Header > SequenceNumber = 7`],
  [
    64 + 16,
    `${ENTRY} > Descriptor 0 (zero) = for 0x240000: Metadata region > FileOffset = 0x240000`,
  ],
  [64 + 32 + 8, `${ENTRY} > Descriptor 1 (data) = for 0x300000: BAT[0–511] > LeadingBytes = `],
  [64 + 64, `${ENTRY} > Unused descriptor`],
  [4096 + 100, `${ENTRY} > Data sector of descriptor 1 = for 0x300000: BAT[0–511] > Data = `],
  [8192, 'Log > Unused sector'],
])('at %i of the log lies %s', async (position, path) => {
  expect(await pathAt(DIRTY, MIB + position)).toContain(path)
})

test('an entry that wraps around the end of the log is found in both parts', async () => {
  const wrapped: ImageDescription = {
    ...DISK,
    log: { entries: [{ ...DIRTY.log?.entries?.[0], position: MIB - 4096 }] },
  }
  const at = await locator(wrapped)
  const [head, tail] = [await at(2 * MIB - 4000), await at(MIB + 100)]
  expect(head.path[1]).toMatchObject({
    name: 'Entry at log+0xFF000',
    at: { offset: 2 * MIB - 4096, length: 4096 },
  })
  expect(tail.path[1]).toMatchObject({
    name: 'Entry at log+0xFF000',
    at: { offset: MIB, length: 4096 },
  })
  expect(tail.path[2]?.name).toBe('Data sector of descriptor 1')
})

test('a data sector whose entry is gone is told apart from an unused one', async () => {
  const entry = { position: 8192, updates: DIRTY.log?.entries?.[0]?.updates ?? [] }
  const orphaned: ImageDescription = { ...DISK, log: { entries: [{ ...entry, lostSectors: [0] }] } }
  expect(await pathAt(orphaned, MIB + 8192 + 4096)).toContain('Data sector without an entry')
})

test('a differencing disk’s parent locator is shown pair by pair', async () => {
  const child: ImageDescription = {
    ...DISK,
    kind: 'differencing',
    parent: { pairs: [['parent_linkage', '{83ed0ec3-24c8-49a6-a959-5e4bd1288015}']] },
  }
  const source = buildImage(child)
  const { before: image, scan } = await inspect(source, IDS)
  const locator = image.metadata?.parentLocator
  const pair = locator?.pairs[0]
  if (!locator || !pair) return expect.unreachable('there is no parent locator')
  const nameAt = async (offset: number) =>
    (await locate({ source, image, scan }, offset)).path.slice(2).map(({ name }) => name)
  expect(await nameAt(locator.at.offset + 18)).toEqual(['Parent Locator Header', 'KeyValueCount'])
  expect(await nameAt(locator.at.offset + 20)).toEqual(['Pair 0', 'KeyOffset'])
  expect(await nameAt(pair.keyAt.offset)).toEqual(['Key'])
  expect(await nameAt(pair.valueAt.offset)).toEqual(['parent_linkage'])
})

test('of what is not a VHDX nothing is known', async () => {
  const description: ImageDescription = {
    ...DISK,
    patches: [{ at: 0, bytes: new Uint8Array(MIB) }],
  }
  const { structure, path } = await (await locator(description))(64 * KIB)
  expect(structure).toBe('unowned')
  expect(path).toHaveLength(1)
})

test('a descriptor names the BAT entry that it writes, where the replay is stopped before the file has it', async () => {
  const SIZES = { flushedFileOffset: BigInt(2 * MIB), lastFileOffset: BigInt(9 * MIB) }
  const file = buildImage({
    virtualDiskSize: 2048 * MIB,
    log: {
      entries: [{ ...SIZES, updates: [{ kind: 'bat', changes: { 600: { state: 'zero' } } }] }],
    },
  })
  // Cut in the table, before the entry that the log writes.
  file.setSize(BAT + 16)
  const { before, update, scan } = await inspect(file, IDS)
  if (!update) throw new Error('it can be replayed')
  const source = preview(before.source, stepsUpTo(update.plan, 0))
  const at = MIB + 64
  const whole = await locate({ source: update.result, image: update.after, scan }, at)
  expect(whole.path.some(({ value }) => value?.includes('BAT[512–1023]'))).toBe(true)
  expect(await locate({ source, image: update.after, scan }, at)).toEqual(whole)
})
