import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import { disk } from '../../testing/marks.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'
import { writeImage } from '../../testing/write-image.ts'

test.each([
  ['disk.vhd', 'qemu-img convert -f raw -O vpc -o force_size=on disk.raw disk.vhd'],
  ['my.disk.VHDX', 'qemu-img convert -f raw -O vhdx my.disk.raw my.disk.VHDX'],
  ['disk.qcow2', 'qemu-img convert -f raw -O qcow2 disk.raw disk.qcow2'],
  ['disk.vmdk', 'name it disk.raw or disk.img'],
  ['disk.E01', 'name it disk.raw or disk.img'],
])('nothing is exported as %s, and what makes such a file is said', async (name, says) => {
  // It is told before anything is read: there is no image.
  const { status, out, err } = await runCommand(['export', 'none', name])
  expect({ status, out }).toEqual({ status: 2, out: '' })
  expect(err).toContain(says)
})

test.each(['disk.img', 'disk.vhd.raw', 'vhd', 'disk.constructor', 'disk'])(
  '%s is a name of a raw image',
  async (name) => {
    await inTempDir(async (dir) => {
      await writeImage(join(dir, 'a.vhdx'), buildImage(disk({})))
      const argv = ['export', join(dir, 'a.vhdx'), join(dir, name)]
      expect(await runCommand(argv)).toMatchObject({ status: 0, err: '' })
    })
  },
)
