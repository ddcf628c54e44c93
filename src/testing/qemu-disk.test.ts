/** Disks that QEMU makes, and disks that the project makes: both read them alike. */
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { NodeFile } from '../cli/files/node-file.ts'
import type { ByteSource } from '../engine/bytes/byte-source.ts'
import { buildImage } from '../engine/compose/build-image.ts'
import type { ImageDescription } from '../engine/compose/description.ts'
import { readDisk } from '../engine/disk/disk.ts'
import { mapDisk } from '../engine/disk/map-disk.ts'
import type { RuleId } from '../engine/findings/rules.ts'
import { MIB } from '../engine/format/layout.ts'
import { inspect } from '../engine/inspect/inspect.ts'
import { surveyBlocks } from '../engine/inspect/survey.ts'
import { firstDifference } from './compare.ts'
import { REPLAY_IDS } from './our-replay.ts'
import { describeWithQemu, inTempDir, qemuImg, qemuIo } from './qemu.ts'
import { writeImage } from './write-image.ts'

/** What is to be said even about an image that QEMU has just made. */
const ALLOWED_OF_QEMU: readonly RuleId[] = [
  'header.data-write-guid-differs',
  'region.required-flag-clear',
  'log.stale-session',
  'log.orphan-data-sectors',
  // QEMU makes room for all of a fixed disk, and then puts the blocks behind that.
  'space.unreferenced',
]

/** The whole virtual disk by qemu-img. */
async function convert(path: string): Promise<Uint8Array> {
  const raw = `${path}.raw`
  expect(await qemuImg(['convert', '-f', 'vhdx', '-O', 'raw', path, raw])).toMatchObject({
    status: 0,
  })
  return readFile(raw)
}

/** The whole virtual disk by us: as read at once, and put together from where the map says it is. */
async function expectDisk(source: ByteSource, theirs: Uint8Array): Promise<void> {
  const { before } = await inspect(source, REPLAY_IDS)
  const size = before.geometry?.virtualDiskSize ?? 0
  expect(size).toBe(theirs.length)
  expect(firstDifference(await readDisk(before, 0, size), theirs)).toBeUndefined()

  const mapped = new Uint8Array(size)
  for (const { from, offset, length, fileOffset } of await mapDisk(before, 0, size)) {
    expect(fileOffset === undefined ? ['zero', 'unmapped'] : ['file']).toContain(from)
    if (fileOffset !== undefined) mapped.set(await source.read(fileOffset, length), offset)
  }
  expect(firstDifference(mapped, theirs)).toBeUndefined()
}

describeWithQemu('a disk', () => {
  test.each([
    ['dynamic', '1M', '20M'],
    ['dynamic', '8M', '300M'],
    ['dynamic', '64M', '130M'],
    ['fixed', '1M', '5M'],
    ['fixed', '32M', '40M'],
  ])(
    'made by QEMU, %s with blocks of %s, is clean and reads the same',
    async (kind, block, size) => {
      await inTempDir(async (dir) => {
        const path = join(dir, 'disk.vhdx')
        const options = `subformat=${kind},block_size=${block}`
        await qemuImg(['create', '-q', '-f', 'vhdx', '-o', options, path, size])
        for (const write of [
          'write -P 0x11 64k 1M',
          'write -P 0x22 3M 4k',
          'write -P 0x33 0 512',
        ]) {
          expect(await qemuIo(path, write)).toMatchObject({ status: 0 })
        }
        const file = await NodeFile.open(path, 'r')
        try {
          const { inspection } = await surveyBlocks(await inspect(file, REPLAY_IDS))
          const rules = new Set(inspection.findings.map(({ rule }) => rule))
          expect([inspection.outcome, ...rules].filter((rule) => !isAllowed(rule))).toEqual([
            'clean',
          ])
          await expectDisk(file, await convert(path))
        } finally {
          await file.close()
        }
      })
    },
    30_000,
  )

  test.each<[string, ImageDescription]>([
    [
      'dynamic, with blocks in disorder',
      {
        virtualDiskSize: 9 * MIB,
        blocks: [
          { block: 8, fill: 1 },
          { block: 0, fill: 2 },
          { block: 5, fill: 3 },
        ],
        bat: {
          1: { state: 'zero' },
          2: { state: 'unmapped', fileOffsetMB: 5 },
          3: { state: 'undefined', fileOffsetMB: 5 },
        },
      },
    ],
    [
      'whose last block reaches past its end',
      {
        virtualDiskSize: 33 * MIB + 512,
        blockSize: 16 * MIB,
        blocks: [
          { block: 2, fill: 1 },
          { block: 1, fill: 2 },
        ],
      },
    ],
    ['fixed', { virtualDiskSize: 4 * MIB, kind: 'fixed', blocks: [{ block: 2, fill: 9 }] }],
  ])('made here, %s, reads the same in QEMU', async (_, description) => {
    await inTempDir(async (dir) => {
      const image = buildImage(description)
      const path = join(dir, 'disk.vhdx')
      await writeImage(path, image)
      await expectDisk(image, await convert(path))
    })
  })
})

const isAllowed = (rule: string): boolean => ALLOWED_OF_QEMU.some((allowed) => allowed === rule)
