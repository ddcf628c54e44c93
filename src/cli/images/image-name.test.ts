import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import { disk } from '../../testing/marks.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'
import { writeImage } from '../../testing/write-image.ts'

test.each([
  ['disk.vhd', 'with --format vhd it is a fixed VHD'],
  ['my.disk.VHDX', 'with --format vhdx, or vhdx-fixed, it is a VHDX'],
  ['disk.qcow2', 'qemu-img convert -f raw -O qcow2 disk.raw disk.qcow2'],
  ['disk.vmdk', 'name it disk.raw or disk.img'],
  ['disk.avhdx', 'name it disk.raw or disk.img'],
  ['disk.E01', 'name it disk.raw or disk.img'],
])('nothing is exported as %s, and what makes such a file is said', async (name, says) => {
  // It is told before anything is read: there is no image.
  const { status, out, err } = await runCommand(['export', 'none', name])
  expect({ status, out }).toEqual({ status: 2, out: '' })
  expect(err).toContain(says)
})

test.each([
  ['vhdx', 'disk.vhd', 'disk.vhdx'],
  ['vhdx-fixed', 'disk.raw', 'disk.raw.vhdx'],
  ['vhd', 'disk', 'disk.vhd'],
  ['vhdx', 'disk.avhdx', 'disk.vhdx'],
])('with --format %s %s is no name: %s is', async (format, name, right) => {
  const { status, err } = await runCommand(['export', 'none', name, '--format', format])
  expect(status).toBe(2)
  expect(err).toContain(`name it ${right}.`)
})

test.each([
  ['raw', 'disk.img'],
  ['raw', 'disk.vhd.raw'],
  ['raw', 'vhd'],
  ['raw', 'disk.constructor'],
  ['raw', 'disk'],
  ['vhdx', 'disk.VHDX'],
  ['vhdx-fixed', 'disk.vhdx'],
  ['vhd', 'disk.vhd'],
])('as %s, %s is a name', async (format, name) => {
  await inTempDir(async (dir) => {
    await writeImage(join(dir, 'a.vhdx'), buildImage(disk({})))
    const argv = ['export', join(dir, 'a.vhdx'), join(dir, name), '--format', format]
    expect(await runCommand(argv)).toMatchObject({ status: 0, err: '' })
  })
})
