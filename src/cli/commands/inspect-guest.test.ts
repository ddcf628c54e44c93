/** Findings about chains and volumes are findings like all others: in the list, the count, the report and the status. */
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import type { ImageDescription } from '../../engine/compose/description.ts'
import { MIB } from '../../engine/format/layout.ts'
import { numberedGuid, parentOf } from '../../testing/chain-files.ts'
import { A, withChainFiles } from '../../testing/chain-folder.ts'
import { putBootRecord } from '../../testing/disk-tables.ts'
import {
  extSuperblock,
  guestDisk,
  NTFS_VOLUME_RECORD,
  ntfsBootSector,
  ntfsVolumeRecord,
} from '../../testing/guest-volumes.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'
import { writeImage } from '../../testing/write-image.ts'

const inspect = (image: ImageDescription, ...options: readonly string[]) =>
  inTempDir(async (dir) => {
    const path = join(dir, 'image.vhdx')
    await writeImage(path, buildImage(image))
    return runCommand(['inspect', path, ...options])
  })

const SIZE = 16 * MIB
const ext = (options: Parameters<typeof extSuperblock>[0]) =>
  guestDisk(SIZE, [[1024, extSuperblock(options)]])

interface Listed {
  readonly findings: readonly { readonly rule: string }[]
}
const rulesIn = (json: string) => (JSON.parse(json) as Listed).findings.map(({ rule }) => rule)

describe('a file system with errors', () => {
  test('is a finding at its bytes in the file, and a cause with its ways', async () => {
    const { status, out } = await inspect(ext({ state: 3 }), '--json')
    expect(status).toBe(0)
    const { findings, verdict } = JSON.parse(out)
    expect(findings).toEqual([
      expect.objectContaining({
        rule: 'volume.errors',
        severity: 'warning',
        state: 'before',
        counts: true,
        at: { offset: 4 * MIB, length: 4096 },
        evidence: '00'.repeat(64),
        message: 'The whole disk (ext4) is not in order: errors are recorded in it.',
      }),
    ])
    expect(verdict).toMatchObject({
      condition: 'degraded',
      diagnoses: [{ id: 'guest-file-system-errors', explains: ['volume.errors'] }],
    })
    const summary = (await inspect(ext({ state: 3 }))).out
    expect(summary).toMatch(/^image.vhdx: The VHDX is in order; the file system on it is not\./)
    expect(summary).toContain('Findings: 1\n  warning volume.errors:')
  })

  test.each([
    ['errors are a warning', { state: 3 }, 11],
    ['a journal to replay is none', { incompatible: 4 }, 0],
    ['a file system that was closed is none', {}, 0],
  ])('with --strict %s', async (_, options, status) => {
    expect((await inspect(ext(options), '--strict')).status).toBe(status)
  })

  test('of a file that is refused nothing is said of its disk', async () => {
    const spoilt = { checksum: 1 }
    const { out } = await inspect({ ...ext({ state: 3 }), headers: [spoilt, spoilt] }, '--json')
    expect(rulesIn(out).filter((rule) => rule.startsWith('volume.'))).toEqual([])
  })
})

test('summary and reports list each file system with its size, its UUID and its state', async () => {
  const record = new Uint8Array(512)
  putBootRecord(record, 0, [
    { type: 7, first: 2048, count: 8192 },
    { type: 0x83, first: 10240, count: 16384 },
  ])
  const image = guestDisk(SIZE, [
    [0, record],
    [MIB, ntfsBootSector(8191)],
    [MIB + NTFS_VOLUME_RECORD, ntfsVolumeRecord('Bücher', 1)],
    [5 * MIB + 1024, extSuperblock({ blocks: 8192 })],
  ])
  const { out } = await inspect(image)
  expect(out).toContain(
    'Partition 1: 4 MiB at 0x100000, NTFS, exFAT or ReFS, NTFS “Bücher”, 4 MiB − 512 bytes, 0000000011223344, it is marked as in use.',
  )
  expect(out).toContain(
    'Partition 2: 8 MiB at 0x500000, Linux, ext4 “root”, 8 MiB, 01234567-89ab-cdef-0123-456789abcdef, closed.',
  )
  const { volumes } = JSON.parse((await inspect(image, '--json')).out)
  expect(volumes.partitions).toMatchObject([
    {
      fileSystem: {
        kind: 'NTFS',
        label: 'Bücher',
        size: '4193792',
        state: 'unclean',
        signs: ['in-use'],
      },
    },
    { fileSystem: { kind: 'ext4', label: 'root', size: '8388608', state: 'clean' } },
  ])
  const markdown = (await inspect(image, '--markdown')).out
  expect(markdown).toMatch(/NTFS \| Bücher \|.*0000000011223344.*\| it is marked as in use \|/)
  const html = (await inspect(image, '--html')).out
  expect(html).toContain('01234567-89ab-cdef-0123-456789abcdef')
  const whole = (await inspect(ext({}), '--markdown')).out
  expect(whole).toMatch(/State.*closed/)
  expect((await inspect(ext({}))).out).toContain('ext4 “root”, 16 MiB, 01234567-')
})

describe('what is wrong with a chain', () => {
  test('is among the findings, at the locator that says who the parent is', () =>
    withChainFiles(async (_, [image = '', second = '']) => {
      const { out } = await runCommand(['inspect', image, '--json'])
      expect(JSON.parse(out).findings).toMatchObject([
        { rule: 'chain.parent-missing', severity: 'info', evidence: expect.any(String) },
      ])
      // Of the base, which the second file names: its bytes are in that one.
      const { findings } = JSON.parse(
        (await runCommand(['inspect', image, '--parent', second, '--json'])).out,
      )
      expect(findings).toMatchObject([{ rule: 'chain.parent-missing', parent: second }])
      expect(findings[0]).not.toHaveProperty('evidence')
      const summary = (await runCommand(['inspect', image])).out
      expect(summary).toContain('Findings: 1\n  info    chain.parent-missing:')
      const markdown = (await runCommand(['inspect', image, '--parent', second, '--markdown'])).out
      expect(markdown).toMatch(/### Info: A parent is not there[\s\S]*, of .*middle\.vhdx/)
    }))

  test('counts for --strict where it is a warning, and is not listed where no chain is', () =>
    inTempDir(async (dir) => {
      const [child, base] = [join(dir, 'child.vhdx'), join(dir, 'base.vhdx')]
      const log = { entries: [{ updates: [] }] }
      const description = { virtualDiskSize: SIZE, dataWriteGuid: A, log }
      await writeImage(base, buildImage(description))
      const own = {
        virtualDiskSize: SIZE,
        dataWriteGuid: numberedGuid(9),
        ...parentOf(A, 'base.vhdx'),
      }
      await writeImage(child, buildImage(own))
      const run = (...options: readonly string[]) =>
        runCommand(['inspect', child, '--parent', base, ...options])
      expect(rulesIn((await run('--json')).out)).toContain('chain.parent-dirty')
      expect([(await run()).status, (await run('--strict')).status]).toEqual([0, 11])
      const alone = await runCommand(['inspect', base, '--json'])
      expect(rulesIn(alone.out).filter((rule) => rule.startsWith('chain.'))).toEqual([])
    }))

  test('a file system that a child shows of its parent is a finding without bytes of the child', () =>
    inTempDir(async (dir) => {
      const [child, base] = [join(dir, 'child.vhdx'), join(dir, 'base.vhdx')]
      await writeImage(base, buildImage({ ...ext({ state: 3 }), dataWriteGuid: A }))
      const own = {
        virtualDiskSize: SIZE,
        dataWriteGuid: numberedGuid(9),
        ...parentOf(A, 'base.vhdx'),
      }
      await writeImage(child, buildImage(own))
      const { out } = await runCommand(['inspect', child, '--parent', base, '--json'])
      expect(JSON.parse(out).findings).toMatchObject([
        { rule: 'volume.errors', at: { offset: 0, length: 0 } },
      ])
      const alone = await runCommand(['inspect', child, '--json'])
      expect(rulesIn(alone.out)).toEqual(['chain.parent-missing'])
    }))
})
