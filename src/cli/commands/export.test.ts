import { readdir, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import type { ImageDescription } from '../../engine/compose/description.ts'
import { MIB } from '../../engine/format/layout.ts'
import { firstDifference } from '../../testing/compare.ts'
import { putGpt } from '../../testing/disk-tables.ts'
import { plainDisk } from '../../testing/plain-disk.ts'
import { describeWithQemu, inTempDir, qemuImg } from '../../testing/qemu.ts'
import { makeRandomDisk, randomDisk } from '../../testing/random-disk.ts'
import { runCommand } from '../../testing/run-command.ts'
import { cases } from '../../testing/thorough.ts'
import { writeImage } from '../../testing/write-image.ts'

/** Exports the image in `dir`, and gives what there is then. */
async function exported(dir: string, ...options: string[]) {
  const out = join(dir, `out-${(await readdir(dir)).length}.raw`)
  const answer = await runCommand(['export', join(dir, 'a.vhdx'), out, ...options])
  return { ...answer, out, bytes: await readFile(out).catch(() => undefined) }
}

interface PlainExtent {
  readonly start: number
  readonly length: number
  readonly from: string
  readonly fileOffset?: number
}

async function mapped(path: string, ...options: string[]): Promise<readonly PlainExtent[]> {
  const { status, out } = await runCommand(['map', path, '--json', ...options])
  expect(status).toBe(0)
  const { extents, size } = JSON.parse(out) as { extents: PlainExtent[]; size: number }
  let end = 0
  for (const { start, length } of extents) {
    expect(start).toBe(end)
    end += length
  }
  expect(end).toBe(size)
  return extents
}

/** The disk put together from where the map says that its bytes are. */
function rebuilt(extents: readonly PlainExtent[], file: Buffer): Buffer {
  const disk = Buffer.alloc(extents.reduce((sum, { length }) => sum + length, 0))
  for (const { from, start, length, fileOffset } of extents) {
    expect(fileOffset === undefined).toBe(from !== 'file')
    if (fileOffset !== undefined) file.copy(disk, start, fileOffset, fileOffset + length)
  }
  return disk
}

describeWithQemu('a disk made by QEMU', () => {
  test('is exported as qemu-img converts it, and mapped to where QEMU reads it', () =>
    fc.assert(
      fc.asyncProperty(randomDisk, (disk) =>
        inTempDir(async (dir) => {
          const [image, raw] = [join(dir, 'a.vhdx'), join(dir, 'theirs.raw')]
          await makeRandomDisk(image, disk)
          await qemuImg(['convert', '-f', 'vhdx', '-O', 'raw', image, raw])
          const theirs = await readFile(raw)
          const { status, bytes, err } = await exported(dir)
          expect({ status, err }).toEqual({ status: 0, err: '' })
          expect(firstDifference(bytes ?? Buffer.of(), theirs)).toBeUndefined()
          const extents = await mapped(image)
          expect(firstDifference(rebuilt(extents, await readFile(image)), theirs)).toBeUndefined()
        }),
      ),
      { numRuns: cases(4) },
    ))
})

const block = (index: number, at: number) => ({
  [index]: { state: 'fully-present', fileOffsetMB: at } as const,
})

/** Blocks 0 to 5, of which the log moves, adds and takes some; and zeros that it writes into one. */
const dirty = (logicalSectorSize: number): ImageDescription => ({
  virtualDiskSize: 9 * MIB,
  logicalSectorSize,
  blocks: [
    { block: 0, fill: 0x11 },
    { block: 1, fill: 0x22 },
    { block: 4, fill: 0x44 },
  ],
  fileSize: 10 * MIB,
  patches: [{ at: 8 * MIB, bytes: new Uint8Array(2 * MIB).fill(0x77) }],
  log: {
    entries: [
      { updates: [{ kind: 'bat', changes: { ...block(2, 8), ...block(7, 9) } }] },
      {
        updates: [
          { kind: 'bat', changes: { 1: { state: 'unmapped', fileOffsetMB: 5 } } },
          { kind: 'zero', fileOffset: BigInt(4 * MIB + 8192), length: 8192n },
        ],
      },
    ],
  },
})

describe.each([512, 4096])('a disk with sectors of %i bytes and a log', (sectorSize) => {
  test.each([
    ['before', ['--before']],
    ['after', []],
  ])('reads %s the replay as a plain reader says', async (state, options) => {
    await inTempDir(async (dir) => {
      const path = join(dir, 'a.vhdx')
      await writeImage(path, buildImage(dirty(sectorSize)))
      const reference = plainDisk(await readFile(path), state === 'after')
      expect(reference.sectorSize).toBe(sectorSize)
      const { status, bytes } = await exported(dir, ...options)
      expect(status).toBe(0)
      expect(firstDifference(bytes ?? Buffer.of(), reference.bytes)).toBeUndefined()
      const origins = (await mapped(path, ...options)).flatMap(({ from, fileOffset, length }) =>
        Array.from({ length: length / MIB }, (_, i) =>
          fileOffset === undefined ? from : fileOffset + i * MIB,
        ),
      )
      expect(origins).toEqual(reference.origins)
    })
  })
})

test('the two states of that disk are not the same', async () => {
  const file = Buffer.from(await buildImage(dirty(512)).read(0, 10 * MIB))
  const [before, after] = [plainDisk(file, false), plainDisk(file, true)]
  expect(before.origins.filter((origin) => typeof origin === 'number')).toHaveLength(3)
  expect(after.origins.filter((origin) => typeof origin === 'number')).toHaveLength(4)
  expect(after.bytes.subarray(8192, 16384).every((byte) => byte === 0)).toBe(true)
})

/** A disk of 4 MiB with a GPT of two partitions, in blocks of one MiB. */
function divided(): ImageDescription {
  const disk = new Uint8Array(4 * MIB)
  for (let at = MIB; at < 3 * MIB; at += 512) disk.fill(1 + ((at / 512) % 255), at, at + 512)
  const type = '0fc63daf-8483-4772-8e79-3d69d8477de4'
  putGpt(disk, {
    parts: [
      { type, first: 2048, last: 4095 },
      { type, first: 4096, last: 9000 },
    ],
  })
  return {
    virtualDiskSize: disk.length,
    blocks: [0, 1, 2, 3].map((number) => ({ block: number })),
    patches: [{ at: 4 * MIB, bytes: disk }],
  }
}

test('a partition or a range is exported alone', async () => {
  await inTempDir(async (dir) => {
    const path = join(dir, 'a.vhdx')
    await writeImage(path, buildImage(divided()))
    const disk = plainDisk(await readFile(path), false).bytes
    const part = await exported(dir, '--partition', '1')
    expect(part).toMatchObject({ status: 0, err: '' })
    expect(part.bytes?.equals(disk.subarray(MIB, 2 * MIB))).toBe(true)
    const range = await exported(dir, '--offset', '1000', '--length=2MiB')
    expect(range.bytes?.equals(disk.subarray(1000, 1000 + 2 * MIB))).toBe(true)
    const rest = await exported(dir, '--offset', '3MiB')
    expect(rest.bytes?.equals(disk.subarray(3 * MIB))).toBe(true)
    const none = await exported(dir, '--offset', '4MiB')
    expect(none.bytes?.length).toBe(0)
  })
})

describe('nothing is written', () => {
  test.each([
    [['--partition', '3'], 1, 'There is no partition 3: the disk has 1, 2.\n'],
    [['--partition', '2'], 1, 'Partition 2 reaches past the end of the disk.\n'],
    [
      ['--offset', '4MiB', '--length', '1'],
      1,
      'The range reaches past the end of the disk, which has 4 MiB.\n',
    ],
    [['--offset', '5MiB'], 1, 'The range reaches past the end of the disk, which has 4 MiB.\n'],
  ])('for %j', async (options, status, err) => {
    await inTempDir(async (dir) => {
      await writeImage(join(dir, 'a.vhdx'), buildImage(divided()))
      expect(await exported(dir, ...options)).toMatchObject({ status, err, bytes: undefined })
      expect(await readdir(dir)).toEqual(['a.vhdx'])
    })
  })

  test('where there is something', async () => {
    await inTempDir(async (dir) => {
      const [path, out] = [join(dir, 'a.vhdx'), join(dir, 'out')]
      await writeImage(path, buildImage(divided()))
      await writeFile(out, 'mine')
      expect(await runCommand(['export', path, out])).toMatchObject({ status: 1, out: '' })
      expect(await readFile(out, 'utf8')).toBe('mine')
    })
  })

  test('of what is in a parent that is not there', async () => {
    await inTempDir(async (dir) => {
      const path = join(dir, 'a.vhdx')
      const child: ImageDescription = {
        virtualDiskSize: 3 * MIB,
        kind: 'differencing',
        parent: { pairs: [['relative_path', 'base.vhdx']] },
        blocks: [{ block: 1, fill: 9 }],
      }
      await writeImage(path, buildImage(child))
      const whole = await exported(dir)
      expect(whole).toMatchObject({ status: 20, bytes: undefined })
      expect(whole.err).toContain('2 MiB of its disk may be in its parent, which is not open')
      expect((await mapped(path)).map(({ from }) => from)).toEqual(['parent', 'file', 'parent'])
      // What it has itself can be had.
      const own = await exported(dir, '--offset', '1MiB', '--length', '1MiB')
      expect([own.status, own.bytes?.equals(Buffer.alloc(MIB, 9))]).toEqual([0, true])
    })
  })

  test('of a file that is no VHDX, or when interrupted', async () => {
    await inTempDir(async (dir) => {
      const path = join(dir, 'a.vhdx')
      await writeFile(path, 'hello')
      expect(await exported(dir)).toMatchObject({ status: 30, bytes: undefined })
      expect(await runCommand(['map', path])).toMatchObject({ status: 30, out: '' })
      await writeImage(join(dir, 'b.vhdx'), buildImage(divided()))
      const argv = ['export', join(dir, 'b.vhdx'), join(dir, 'out')]
      const stopped = await runCommand(argv, AbortSignal.abort())
      expect(stopped).toMatchObject({ status: 1, err: 'Interrupted: nothing was written.\n' })
      expect((await readdir(dir)).toSorted()).toEqual(['a.vhdx', 'b.vhdx'])
    })
  })
})

test('the disk of a refused image can be had as it is without the replay', async () => {
  await inTempDir(async (dir) => {
    const entries = [{ updates: [], flips: [100] }]
    const blocks = [{ block: 0, fill: 5 }]
    const path = join(dir, 'a.vhdx')
    await writeImage(path, buildImage({ virtualDiskSize: MIB, blocks, log: { entries } }))
    expect(await exported(dir)).toMatchObject({ status: 20, out: expect.any(String) })
    expect(await runCommand(['map', path])).toMatchObject({ status: 20, out: '' })
    const { status, bytes } = await exported(dir, '--before')
    expect([status, bytes?.equals(Buffer.alloc(MIB, 5))]).toEqual([0, true])
  })
})

test('blocks that cannot be read are zero, and said', async () => {
  await inTempDir(async (dir) => {
    const path = join(dir, 'a.vhdx')
    const bat = { 1: { state: 'fully-present', fileOffsetMB: 2 ** 40 } } as const
    const blocks = [{ block: 0, fill: 5 }]
    await writeImage(path, buildImage({ virtualDiskSize: 3 * MIB, blocks, bat }))
    const { status, err, bytes } = await exported(dir)
    expect(status).toBe(3)
    expect(err).toBe('1 MiB of the disk cannot be read: there the export has zeros (see “map”).\n')
    expect(bytes?.equals(Buffer.concat([Buffer.alloc(MIB, 5), Buffer.alloc(2 * MIB)]))).toBe(true)
    expect((await mapped(path)).map(({ from }) => from)).toEqual(['file', 'unreadable', 'zero'])
  })
})

test('an empty disk of terabytes is exported at once, and takes no room', async () => {
  await inTempDir(async (dir) => {
    await runCommand(['create', join(dir, 'a.vhdx'), '--size', '2TiB', '--block-size', '256MiB'])
    const out = join(dir, 'out.raw')
    expect(await runCommand(['export', join(dir, 'a.vhdx'), out])).toMatchObject({ status: 0 })
    const { size, blocks } = await stat(out)
    expect([size, blocks]).toEqual([2 * 2 ** 40, 0])
  })
})

test('a map for people has a line for each extent', async () => {
  await inTempDir(async (dir) => {
    const path = join(dir, 'a.vhdx')
    const blocks = [{ block: 1, fill: 5 }]
    await writeImage(path, buildImage({ virtualDiskSize: 2 * MIB, blocks }))
    const { out } = await runCommand(['map', path])
    expect(out.split('\n').map((line) => line.split(/ +/))).toEqual([
      ['start', 'length', 'from'],
      ['0x0', '0x100000', 'zero'],
      ['0x100000', '0x100000', 'file', 'at', '0x400000'],
      [''],
    ])
  })
})
