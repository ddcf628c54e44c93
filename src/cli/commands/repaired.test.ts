import { readFile, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import { header } from '../../engine/format/header.ts'
import { GIB, KIB } from '../../engine/format/layout.ts'
import { disk } from '../../testing/marks.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { writeLikeQemu } from '../../testing/qemu-shift.ts'
import { runCommand } from '../../testing/run-command.ts'
import { writeImage } from '../../testing/write-image.ts'

const junk = new Uint8Array(header.size - 80).fill(7)

test('the headers that cloud-hypervisor damaged, put in place, make a clean image', async () => {
  await inTempDir(async (dir) => {
    const [image, out] = [join(dir, 'a.vhdx'), join(dir, 'headers.bin')]
    const damaged = { reserved: junk, checksum: 1 }
    await writeImage(image, buildImage(disk({ headers: [damaged, damaged] })))
    const told = await runCommand(['inspect', image])
    expect(told).toMatchObject({
      status: 20,
      out: expect.stringContaining(
        '“vhdx-inspector repaired IMAGE OUT” writes what can be repaired',
      ),
    })
    const result = await runCommand(['repaired', image, out])
    expect(result).toMatchObject({ status: 0, err: '' })
    expect(result.out).toContain('4 KiB at 0x10000, then 4 KiB at 0x20000')
    expect(result.out).toContain('bs=4096 skip=1 count=1 seek=32 conv=notrunc')
    const headers = await readFile(out)
    expect(headers).toHaveLength(8 * KIB)
    const bytes = await readFile(image)
    headers.copy(bytes, 64 * KIB, 0, 4 * KIB)
    headers.copy(bytes, 128 * KIB, 4 * KIB)
    await writeFile(image, bytes)
    expect(await runCommand(['inspect', image])).toMatchObject({ status: 0 })
  })
})

test('of a shifted BAT the table, and what changes in it, are written; the image stays', async () => {
  await inTempDir(async (dir) => {
    const image = join(dir, 'a.vhdx')
    const shifted = writeLikeQemu(20 * GIB, [7, 0, 300])
    await writeImage(image, shifted.image)
    const before = await readFile(image)
    const raw = await runCommand(['repaired', image, join(dir, 'bat.bin')])
    expect(raw.out).toContain(
      'the BAT with 4 entries put right, in 1 sector of 1 that were shifted',
    )
    expect(raw.out).toContain(`seek=${shifted.batOffset / 4096} conv=notrunc`)
    expect(new Uint8Array(await readFile(join(dir, 'bat.bin')))).toEqual(shifted.right)
    expect(await runCommand(['repaired', image, join(dir, 'c'), '--csv'])).toMatchObject({
      status: 0,
    })
    expect(await readFile(join(dir, 'c'), 'utf8')).toMatch(/^index,kind,.*\r\n7,payload,7,/)
    expect(await runCommand(['repaired', image, join(dir, 'j'), '--json'])).toMatchObject({
      status: 0,
    })
    expect(JSON.parse(await readFile(join(dir, 'j'), 'utf8'))).toMatchObject({ version: 1 })
    expect((await readFile(image)).equals(before)).toBe(true)
  })
})

test('where nothing proves a repair nothing is written', async () => {
  await inTempDir(async (dir) => {
    const [image, out] = [join(dir, 'a.vhdx'), join(dir, 'out')]
    await writeImage(image, buildImage(disk({})))
    const result = await runCommand(['repaired', image, out])
    expect(result).toMatchObject({ status: 20, out: '' })
    expect(result.err).toContain('Nothing in it proves a repair')
    await expect(readFile(out)).rejects.toThrow('ENOENT')
    await truncate(image, 0)
    expect(await runCommand(['repaired', image])).toMatchObject({ status: 2 })
    expect(await runCommand(['repaired', image, out, '--csv', '--json'])).toMatchObject({
      status: 2,
    })
  })
})
