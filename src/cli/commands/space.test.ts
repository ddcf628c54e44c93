import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import { MIB } from '../../engine/format/layout.ts'
import { withChainFiles } from '../../testing/chain-folder.ts'
import { withVolume } from '../../testing/made-volumes.ts'
import { hasProgram } from '../../testing/programs.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'
import { writeImage } from '../../testing/write-image.ts'

interface SpaceJson {
  readonly size: number
  readonly state: string
  readonly shares: Readonly<Record<string, number>>
  readonly dataRead: boolean
  readonly compact: Readonly<Record<'size' | 'withoutFree', Bounds>>
}
interface Bounds {
  readonly atLeast: number
  readonly atMost: number
}

const json = async (...argv: readonly string[]): Promise<SpaceJson> => {
  const { status, out } = await runCommand(['space', ...argv, '--json'])
  expect(status).toBe(0)
  const account = JSON.parse(out)
  const shares = Object.values<number>(account.shares)
  expect(shares.reduce((sum, bytes) => sum + bytes, 0)).toBe(account.size)
  return account
}

const PLAIN = buildImage({
  virtualDiskSize: 16 * MIB,
  fileSize: 12 * MIB,
  blocks: [{ block: 0, fill: 0xa1 }, { block: 1 }, { block: 5, fill: 0xa1, fileOffsetMB: 8 }],
  bat: { 7: { state: 'unmapped', fileOffsetMB: 9 } },
  patches: [{ at: 9 * MIB + 5, bytes: Uint8Array.of(1) }],
  log: {
    entries: [
      { updates: [{ kind: 'bat', changes: { 6: { state: 'fully-present', fileOffsetMB: 10 } } }] },
    ],
  },
})

test('the shares add up to the file, before and after the replay, with and without a look at the data', () =>
  inTempDir(async (dir) => {
    const image = join(dir, 'image.vhdx')
    await writeImage(image, PLAIN)
    const before = await json(image, '--before')
    expect(before).toMatchObject({ state: 'before', size: 12 * MIB, dataRead: false })
    expect(before.shares).toMatchObject({ tables: 2 * MIB, unknown: 3 * MIB, unowned: 5 * MIB })
    const after = await json(image)
    expect(after.compact.withoutFree).toEqual({
      reason: 'No partition, and no file system that is known, is there.',
    })
    expect(after.shares).toMatchObject({ unknown: 4 * MIB, unowned: 4 * MIB })
    const looked = await json(image, '--before', '--zeros')
    expect(looked.shares).toMatchObject({
      unknown: 2 * MIB,
      zeros: MIB,
      unowned: 0,
      'unowned-data': MIB,
      'unowned-zeros': 4 * MIB,
    })
    expect(looked.compact.size).toEqual({ atLeast: 6 * MIB, atMost: 6 * MIB })
    expect(looked.compact.withoutFree).toEqual({
      reason: 'Before its replay a disk may be torn, and nobody can say what of it is free.',
    })

    const { out } = await runCommand(['space', image, '--before', '--zeros'])
    expect(out).toContain('image.vhdx: 12 MiB (12,582,912 bytes)\n')
    expect(out).toMatch(/^Blocks of zeros +1,048,576 +8\.3 %$/m)
    expect(out).toMatch(/^The file +12,582,912$/m)
    expect(out).toContain('A compact copy would have 6 MiB instead of 12 MiB.')
    expect(out).toContain('The disk lies in the file in 2 runs')
  }))

test('an orphan is accounted for, and a chain by all of its files', () =>
  withChainFiles(async (_, [image = '', second = '', third = '']) => {
    const orphan = await json(image, '--zeros')
    expect(orphan.compact.size).toEqual({
      reason: 'Its parent is not there, and may hold some of the disk.',
    })
    const { out } = await runCommand([
      'space',
      image,
      '--zeros',
      ...['--parent', second, '--parent', third],
    ])
    expect(out).toMatch(/A compact copy would have [\d.]+ MiB instead of [\d.]+ MiB in 3 files\./)
  }))

const hasExt4 = hasProgram('mkfs.ext4') && hasProgram('debugfs')

test.skipIf(!hasExt4)('an export of an ext4 disk keeps what was promised to the byte', () =>
  withVolume({ tool: 'mkfs.ext4', args: ['-q'], size: 24 }, async (volume) => {
    await writeFile(`${volume.path}.file`, new Uint8Array(5 * MIB).fill(0xa1))
    for (const command of [`write ${volume.path}.file kept`, `write ${volume.path}.file gone`]) {
      volume.run('debugfs', ['-w', '-R', command])
    }
    volume.run('debugfs', ['-w', '-R', 'rm gone'])
    const image = `${volume.path}.vhdx`
    const made = ['create', image, '--from', volume.path, '--fixed', '--block-size', '1MiB']
    expect(await runCommand(made)).toMatchObject({ status: 0 })

    const quick = await json(image)
    const looked = await json(image, '--zeros')
    expect(quick.shares['guest-free']).toBeGreaterThan(8 * MIB)
    expect(looked.shares['guest-free']).toBeGreaterThanOrEqual(3 * MIB)
    expect(looked.shares['zeros']).toBeGreaterThanOrEqual(5 * MIB)
    for (const [of, option] of [
      ['size', []],
      ['withoutFree', ['--drop-free']],
    ] as const) {
      const out = `${volume.path}.${of}.vhdx`
      const exported = await runCommand(['export', image, out, '--format', 'vhdx', ...option])
      expect(exported).toMatchObject({ status: 0 })
      const { size } = await stat(out)
      expect(looked.compact[of]).toEqual({ atLeast: size, atMost: size })
      expect(quick.compact[of].atMost).toBeGreaterThanOrEqual(size)
      expect(quick.compact[of].atLeast).toBeLessThanOrEqual(size)
    }
    expect(looked.compact.withoutFree.atMost).toBeLessThan(looked.compact.size.atMost)
  }),
)

test('what is no VHDX is refused', () =>
  inTempDir(async (dir) => {
    const path = join(dir, 'disk.raw')
    await writeFile(path, new Uint8Array(MIB))
    const { status, out, err } = await runCommand(['space', path])
    expect([status, out]).toEqual([30, ''])
    expect(err).toContain('disk.raw is not a VHDX')
  }))
