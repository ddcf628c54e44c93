/** Images that the project makes, before the eyes of qemu-img. */
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildImage } from '../engine/compose/build-image.ts'
import type { ImageDescription } from '../engine/compose/description.ts'
import { buildSample } from '../engine/compose/samples.ts'
import { GIB, MIB, TIB } from '../engine/format/layout.ts'
import { describeWithQemu, inTempDir, qemuImg, runTool, vhdiAvailable } from './qemu.ts'
import { writeImage } from './write-image.ts'

const cases: Readonly<Record<string, ImageDescription>> = {
  'a dynamic disk with two blocks': {
    virtualDiskSize: GIB,
    blocks: [
      { block: 0, fill: 0xa5 },
      { block: 900, fill: 0x5a },
    ],
  },
  'a fixed disk': { virtualDiskSize: 8 * MIB, kind: 'fixed', blocks: [{ block: 3, fill: 1 }] },
  'blocks beyond the first chunk': {
    virtualDiskSize: 20 * GIB,
    blockSize: 32 * MIB,
    blocks: [
      { block: 128, fill: 1 },
      { block: 639, fill: 2 },
    ],
  },
  'the largest disk with the smallest blocks': {
    virtualDiskSize: 64 * TIB,
    blocks: [{ block: 64 * 2 ** 20 - 1, fill: 1 }],
  },
  'a larger log': { virtualDiskSize: GIB, log: { length: 4 * MIB } },
}

describeWithQemu('qemu-img finds no fault in', () => {
  test.each(Object.entries(cases))('%s', async (_, description) => {
    await inTempDir(async (dir) => {
      const path = join(dir, 'image.vhdx')
      await writeImage(path, buildImage(description))
      const check = await qemuImg(['check', '-f', 'vhdx', path])
      expect(check).toMatchObject({ status: 0, stdout: expect.stringContaining('No errors') })
      const info = await qemuImg(['info', '--output=json', path])
      expect(JSON.parse(info.stdout)).toMatchObject({
        format: 'vhdx',
        'virtual-size': description.virtualDiskSize,
        'cluster-size': description.blockSize ?? MIB,
        'dirty-flag': false,
      })
    })
  })
})

test.skipIf(!vhdiAvailable)(
  'vhdiinfo reads a differencing disk and its parent locator',
  async () => {
    await inTempDir(async (dir) => {
      const path = join(dir, 'child.vhdx')
      await writeImage(path, buildSample('differencing').source)
      const { stdout } = await runTool('vhdiinfo', [path])
      expect(stdout).toMatch(/Disk type\s*: Differential/)
      expect(stdout).toMatch(/Parent identifier\s*: a2c4e6f8-1b3d-4f5a-8c7e-9d0b2a4c6e81/)
      expect(stdout).toMatch(/Parent filename\s*: C:\\Hyper-V\\clean\.vhdx/)
    })
  },
)
