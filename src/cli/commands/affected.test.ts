import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import { MIB } from '../../engine/format/layout.ts'
import { withVolume } from '../../testing/made-volumes.ts'
import { hasProgram } from '../../testing/programs.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'
import { imageBetween } from '../../testing/two-states.ts'
import { writeImage } from '../../testing/write-image.ts'

const hasExt = hasProgram('mke2fs') && hasProgram('debugfs')

test.skipIf(!hasExt)(
  'the files that a replay affects are listed, and those that were cut off',
  () =>
    inTempDir(async (dir) => {
      const args = ['-q', '-t', 'ext4', '-b', '1024', '-O', '^has_journal']
      await withVolume({ tool: 'mke2fs', args, size: 4 }, async (volume) => {
        const write = async (name: string, bytes: number): Promise<void> => {
          const path = join(dir, 'content')
          await writeFile(path, Buffer.alloc(bytes, 'x'))
          volume.run('debugfs', ['-w', '-R', `write ${path} ${name}`])
        }
        await write('goes', 3000)
        const before = await volume.with((source) => source.read(0, source.size))
        volume.run('debugfs', ['-w', '-R', 'rm goes'])
        await write('new\u001b[31m', 1_200_000)
        const after = await volume.with((source) => source.read(0, source.size))
        const image = join(dir, 'image.vhdx')
        const made = imageBetween(before, after)
        await writeImage(image, made)

        const { status, out, err } = await runCommand(['affected', image])
        expect([status, err]).toEqual([0, ''])
        expect(out).toMatch(/^The whole disk \(ext4\)$/m)
        expect(out).toMatch(/^only before {3}\/goes$/m)
        expect(out).toMatch(/^only after {4}\/new\\x1b\[31m \([\d.]+ MiB in new blocks\)$/m)
        expect(out).toMatch(/^changed {7}\/ \(.*names.*\)$/m)
        expect(out.replace(/\s+/g, ' ')).toMatch(
          /In the guest: 2 files and 1 directory are affected: “\/new.*” has [\d.]+ MiB in blocks that only the log names\./,
        )

        const json = JSON.parse((await runCommand(['affected', image, '--json'])).out)
        expect(json).toMatchObject({ affectedVersion: 1, notCompared: 0 })
        expect(json.volumes).toMatchObject([
          {
            offset: 0,
            length: 4 * MIB,
            fileSystem: 'ext4',
            outcome: 'compared',
            counts: { paths: 3, directories: 1 },
          },
        ])
        expect(json.volumes[0].files).toContainEqual(
          expect.objectContaining({
            path: '/new\u001b[31m',
            status: 'only-after',
            size: 1_200_000,
          }),
        )
        expect(await runCommand(['affected', image, '--partition', '2'])).toMatchObject({
          status: 1,
          err: expect.stringContaining('There is no partition 2'),
        })

        const report = JSON.parse((await runCommand(['inspect', image, '--json', '--files'])).out)
        expect(report.affected.volumes[0].counts).toMatchObject({ paths: 3, directories: 1 })
        expect(await runCommand(['inspect', image, '--files'])).toMatchObject({ status: 2 })

        // The last block of the file has what was written last.
        const cut = made.clone()
        cut.setSize(made.size - MIB)
        await writeImage(join(dir, 'cut.vhdx'), cut)
        const lost = await runCommand(['affected', join(dir, 'cut.vhdx'), '--lost'])
        expect(lost.status).toBe(0)
        expect(lost.out).toMatch(/^ {2}\/new\\x1b\[31m \([\d.]+ [KM]iB of 1\.14 MiB\)$/m)
        expect(lost.out).toContain('1 file or directory has bytes in blocks that cannot be had.')
        const lostJson = JSON.parse(
          (await runCommand(['affected', join(dir, 'cut.vhdx'), '--lost', '--json'])).out,
        )
        expect(lostJson).toMatchObject({
          lostVersion: 1,
          state: 'after',
          volumes: [{ lostBytes: MIB }],
        })
        expect(lostJson.volumes[0].files).toHaveLength(1)
        const told = (await runCommand(['inspect', join(dir, 'cut.vhdx')])).out.replace(/\s+/g, ' ')
        expect(told).toMatch(
          /1 file or directory of the guest has lost bytes: “\/new.*” \([\d.]+ [KM]iB\)\./,
        )
      })
    }),
)

test('a clean image has nothing to tell, and one that is no VHDX is refused', () =>
  inTempDir(async (dir) => {
    const image = join(dir, 'clean.vhdx')
    await writeImage(image, buildImage({ virtualDiskSize: 4 * MIB, blocks: [{ block: 0 }] }))
    const { status, out } = await runCommand(['affected', image])
    expect([status, out.replace(/\s+/g, ' ')]).toEqual([
      0,
      'clean.vhdx was closed cleanly: nothing is to be replayed, and no file is affected. ',
    ])
    expect(JSON.parse((await runCommand(['affected', image, '--json'])).out)).toMatchObject({
      volumes: [],
    })
    expect(await runCommand(['affected', image, '--lost'])).toMatchObject({
      status: 0,
      out: 'No volume is known on the disk.\n',
    })
    expect(await runCommand(['affected', image, '--before'])).toMatchObject({ status: 2 })

    const skeleton = join(dir, 'clean.gz')
    await runCommand(['skeleton', image, skeleton])
    expect(await runCommand(['affected', skeleton])).toMatchObject({ status: 1, out: '' })

    const raw = join(dir, 'disk.raw')
    await writeFile(raw, new Uint8Array(MIB))
    expect(await runCommand(['affected', raw])).toMatchObject({ status: 30, out: '' })
  }))
