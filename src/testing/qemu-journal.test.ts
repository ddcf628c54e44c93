/** What the journal writer makes, before the readers and the replayer of others: QEMU, libvhdi, 7-Zip. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { ByteSource } from '../engine/bytes/byte-source.ts'
import { guid, NIL_GUID } from '../engine/bytes/guid.ts'
import { isZero } from '../engine/bytes/is-zero.ts'
import { buildImage } from '../engine/compose/build-image.ts'
import { STALE_LOG_GUID } from '../engine/compose/compose-log.ts'
import { SparseFile } from '../engine/compose/sparse-file.ts'
import { readDisk } from '../engine/disk/disk.ts'
import { GIB, KIB, LOG_SECTOR_SIZE, MIB } from '../engine/format/layout.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import { surveyBlocks } from '../engine/inspect/survey.ts'
import type { ByteUpdate } from '../engine/journal/byte-update.ts'
import { type JournalPlan, stepsIntoLog } from '../engine/journal/plan-journal.ts'
import { applyTo } from '../engine/update/apply.ts'
import { copyTo } from '../engine/update/copy.ts'
import { preview } from '../engine/update/preview.ts'
import { firstDifference, HEADERS } from './compare.ts'
import { momentsOf, subsetsOf, survivorOf } from './crashes.ts'
import {
  BAT,
  filled,
  JOURNAL_IDS,
  journal,
  METADATA,
  recover,
  SPARE,
  scanned,
  zeros,
} from './journalling.ts'
import { REPLAY_IDS } from './our-replay.ts'
import { describeWithQemu, hasTool, inTempDir, qemuImg, runTool, vhdiAvailable } from './qemu.ts'
import { qemuReplay } from './qemu-replay.ts'
import { recoveredFrom } from './recovered.ts'
import { batUpdate, diskIdUpdate, diskSizeUpdate, regionAdded } from './structure-updates.ts'
import { cases } from './thorough.ts'
import { writeImage } from './write-image.ts'

const sevenZipAvailable = hasTool('7zz', 'i')

/** An image and what its disk must read as. */
interface Disk {
  readonly file: SparseFile
  size: number
  /** What each block holds, this byte all over; blocks that are not there hold zeros. */
  readonly blocks: Map<number, number>
}

/** Writes what is no metadata, and says what is to be journalled. */
type Change = (disk: Disk) => Promise<readonly ByteUpdate[]> | readonly ByteUpdate[]

const block = fc.nat(19)
const byte = fc.integer({ min: 1, max: 255 })
const sectors = fc.integer({ min: 1, max: 9 })
/** In the half of the metadata region that nobody uses, at any byte. */
const spare = fc.integer({ min: 0, max: 100 * LOG_SECTOR_SIZE }).map((at) => SPARE + at)

/** Where the next block goes: the file may end anywhere in a MiB. */
const behind = ({ size }: SparseFile): number => Math.ceil(size / MIB) * MIB

const change: fc.Arbitrary<Change> = fc.oneof(
  {
    weight: 3,
    arbitrary: fc.tuple(block, byte).map(
      ([number, fill]): Change =>
        ({ file, blocks }) => {
          const offset = behind(file)
          file.put(offset, new Uint8Array(MIB).fill(fill))
          blocks.set(number, fill)
          return [batUpdate(number, 'fully-present', offset / MIB)]
        },
    ),
  },
  fc.tuple(block, fc.constantFrom('zero' as const, 'not-present' as const)).map(
    ([number, state]): Change =>
      ({ blocks }) => {
        blocks.delete(number)
        return [batUpdate(number, state)]
      },
  ),
  fc.integer({ min: 20, max: 40 }).map(
    (mib): Change =>
      (disk) => {
        disk.size = Math.max(disk.size, mib * MIB)
        return diskSizeUpdate(disk.file, disk.size).then((update) => [update])
      },
  ),
  fc.uuid().map(
    (id): Change =>
      ({ file }) =>
        diskIdUpdate(file, guid(id)).then((update) => [update]),
  ),
  fc.uuid().map(
    (id): Change =>
      ({ file }) => {
        const offset = behind(file)
        const region = { guid: guid(id), fileOffset: BigInt(offset), length: MIB }
        file.setSize(offset + MIB)
        return regionAdded(file, region)
      },
  ),
  fc.tuple(spare, fc.nat(9000), byte).map(
    ([at, length, fill]): Change =>
      () => [filled(at, length, fill)],
  ),
  fc.tuple(spare, sectors).map(
    ([at, count]): Change =>
      () => [zeros(at, count * LOG_SECTOR_SIZE)],
  ),
)

/** The changes of one journal: each is made to the file as it was before the journal, later ones win. */
const session = fc.record({
  changes: fc.array(change, { minLength: 1, maxLength: 3 }),
  logGuid: fc.uuid().map(guid),
  sequenceNumber: fc.bigInt({ min: 1n, max: 2n ** 63n }),
})

/** Sector of the ring where an earlier session ended. */
const start = fc.oneof(fc.nat(100), fc.integer({ min: 240, max: 255 }))

/** With a block that is there. QEMU reads no disk with logical sectors of 4096 bytes. */
const newDisk = (position = 0, more = 0): Disk => ({
  file: buildImage({
    virtualDiskSize: 20 * MIB,
    blocks: [{ block: 0, fill: 0x11 }],
    fileSize: 5 * MIB + more,
    log: {
      guid: NIL_GUID,
      entries: [{ logGuid: STALE_LOG_GUID, position: position * LOG_SECTOR_SIZE }],
    },
  }),
  size: 20 * MIB,
  blocks: new Map([[0, 0x11]]),
})

function expectedBytes({ size, blocks }: Disk): Uint8Array {
  const bytes = new Uint8Array(size)
  for (const [number, fill] of blocks) bytes.fill(fill, number * MIB, (number + 1) * MIB)
  return bytes
}

async function sparseCopy(source: ByteSource): Promise<SparseFile> {
  const copy = new SparseFile()
  await copyTo(copy, preview(source, []))
  return copy
}

/** Whether QEMU can replay the log of an image rightly (docs/decisions/0017). */
async function isGoodForQemu(image: ByteSource): Promise<boolean> {
  const { scan } = await scanned(image)
  const active = scan?.active
  if (scan === undefined || active === undefined) throw new Error('the image is not dirty')
  const run = scan.sequences.find((sequence) => sequence.active)
  return (
    run?.entries[0] === active.tail &&
    active.entries.every(({ header }) => header.descriptorCount <= 126) &&
    active.head.position >= active.tail.position &&
    active.head.position + active.head.length <= scan.region.length
  )
}

/**
 * QEMU's replay gives the same file as ours, apart from the headers; and but for the end, since it does not
 * extend a file to a LastFileOffset of whole MiB.
 */
async function expectSameReplay(dirty: SparseFile): Promise<void> {
  const theirs = await qemuReplay(dirty)
  expect(theirs.answer, theirs.message).toBe('opened')
  const ours = dirty.clone()
  await recover(ours)
  const { length } = theirs.bytes
  expect(firstDifference(ours.take(0, length), theirs.bytes, HEADERS)).toBeUndefined()
  expect(ours.size).toBe(behind(dirty))
  expect(isZero(ours.take(length, ours.size - length))).toBe(true)
}

/** Everybody opens the image, and it is the disk that it should be. */
async function expectClean(disk: Disk): Promise<void> {
  const wanted = expectedBytes(disk)
  const { inspection, before } = await surveyBlocks(await inspect(disk.file, REPLAY_IDS))
  expect(inspection.outcome).toBe('clean')
  expect(firstDifference(await readDisk(before, 0, disk.size), wanted)).toBeUndefined()
  await inTempDir(async (dir) => {
    const path = join(dir, 'disk.vhdx')
    const raw = join(dir, 'disk.raw')
    await writeImage(path, disk.file)
    const [check, info, convert, vhdi, sevenZip] = await Promise.all([
      qemuImg(['check', '-f', 'vhdx', path]),
      qemuImg(['info', '-f', 'vhdx', '--output=json', path]),
      qemuImg(['convert', '-f', 'vhdx', '-O', 'raw', path, raw]),
      vhdiAvailable ? runTool('vhdiinfo', [path]) : undefined,
      sevenZipAvailable ? runTool('7zz', ['t', path]) : undefined,
    ])
    expect(check).toMatchObject({ status: 0, stdout: expect.stringContaining('No errors') })
    expect(JSON.parse(info.stdout)).toMatchObject({
      'virtual-size': disk.size,
      'dirty-flag': false,
    })
    expect(convert).toMatchObject({ status: 0, stderr: '' })
    expect(firstDifference(await readFile(raw), wanted)).toBeUndefined()
    if (vhdi)
      expect(vhdi).toMatchObject({
        status: 0,
        stdout: expect.stringContaining(`(${disk.size} bytes)`),
      })
    if (sevenZip) {
      expect(sevenZip).toMatchObject({
        status: 0,
        stdout: expect.stringMatching(/Type = VHDX[\s\S]*Everything is Ok/),
      })
    }
  })
}

test('vhdiinfo and 7zz are there, or are not asked', () => {
  if (!vhdiAvailable) console.warn('SKIPPED: vhdiinfo is missing (package libvhdi-utils)')
  if (!sevenZipAvailable) console.warn('SKIPPED: 7zz is missing (package 7zip)')
})

describeWithQemu('images that journals have changed', () => {
  test('are clean disks to everybody, and QEMU replays what is left in the log as we do', async () => {
    let [asked, replays] = [0, 0]
    await fc.assert(
      fc.asyncProperty(
        start,
        fc.oneof(fc.constant(0), fc.nat(MIB)),
        fc.array(session, { minLength: 1, maxLength: 4 }),
        async (from, more, sessions) => {
          const disk = newDisk(from, more)
          for (const { changes, logGuid, sequenceNumber } of sessions) {
            const updates: ByteUpdate[] = []
            for (const each of changes) updates.push(...(await each(disk)))
            const ids = { ...JOURNAL_IDS, logGuid, sequenceNumber }
            const plan: JournalPlan = await journal(disk.file, updates, { ids })
            const dirty = disk.file.clone()
            await applyTo(dirty, stepsIntoLog(plan))
            asked++
            if (await isGoodForQemu(dirty)) {
              replays++
              await expectSameReplay(dirty)
            }
            await applyTo(disk.file, plan.steps)
            await expectClean(disk)
          }
        },
      ),
      { numRuns: cases(5) },
    )
    expect(replays).toBeGreaterThan(asked / 2)
  })

  test('are replayed by QEMU as by us where several entries are in the log', async () => {
    const image = buildImage({
      virtualDiskSize: 512 * GIB,
      patches: [{ at: BAT + 4096, bytes: new Uint8Array(MIB).fill(0x20) }],
    })
    // Data and zeros in turn, so that entries of 126 descriptors take 64 sectors, and three of them fit.
    const updates = Array.from({ length: 600 }, (_, i) => {
      const offset = METADATA + MIB / 2 + i * LOG_SECTOR_SIZE
      return i % 2 === 0 ? filled(offset, LOG_SECTOR_SIZE, 0x40) : zeros(offset, LOG_SECTOR_SIZE)
    })
    const { steps } = await journal(image, updates, { divisible: true })
    const moments = await momentsOf(image, steps, LOG_SECTOR_SIZE)
    const named = moments[6]
    if (named === undefined) throw new Error('the plan has no sixth barrier')
    const dirty = await sparseCopy(named.stable)
    expect((await scanned(dirty)).scan?.active?.entries.length).toBeGreaterThan(2)
    expect(await isGoodForQemu(dirty)).toBe(true)
    await expectSameReplay(dirty)
  })

  test('are clean to QEMU after the recovery from any crash', async () => {
    const disk = newDisk()
    const updates = [
      batUpdate(3, 'zero'),
      await diskIdUpdate(disk.file, JOURNAL_IDS.fileWriteGuid),
      filled(SPARE, 64 * KIB, 9),
    ]
    const { steps } = await journal(disk.file, updates)
    for (const [index, moment] of (await momentsOf(disk.file, steps, 512)).entries()) {
      const subsets = subsetsOf(moment.pieces.length, 4, 8)
      const survivor = survivorOf(moment, subsets[(index * 3 + 3) % subsets.length] ?? [], true)
      const file = await sparseCopy(await recoveredFrom(survivor))
      await expectClean({ ...disk, file })
    }
  })
})
