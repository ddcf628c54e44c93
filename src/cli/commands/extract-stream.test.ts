import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { diskOf, imageIn } from '../../testing/guest-image.ts'
import { packLznt1 } from '../../testing/lznt1.ts'
import { COMPRESSED, DATA, mapped, NTFS_CLUSTER, resident } from '../../testing/made-ntfs.ts'
import { ntfsOf, pattern, put } from '../../testing/made-ntfs-files.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'

const MIB = 1024 * 1024

describe('of an NTFS', () => {
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('latin1')
  const packed = mapped({
    runs: [
      [200, 1],
      [undefined, 3],
    ],
    size: 4 * NTFS_CLUSTER,
    flags: COMPRESSED,
    unit: 2,
    name: 'packed',
  })
  const withImage = (use: (image: string, dir: string) => Promise<void>) =>
    inTempDir(async (dir) => {
      const made = ntfsOf([resident(DATA, pattern(10)), resident(DATA, pattern(20), 'Two'), packed])
      const bytes = packLznt1(Uint8Array.from({ length: 4 * NTFS_CLUSTER }, (_, i) => i >> 5))
      // A copy with nothing before it begins the content.
      bytes[2] = 1
      const volume = put(made, 200, bytes).toBytes()
      const size = Math.ceil(volume.length / MIB) * MIB
      await use(await imageIn(dir, diskOf(Buffer.concat([volume], size))), dir)
    })

  test('a stream is taken out by its name, in any letters', () =>
    withImage(async (image, dir) => {
      const out = join(dir, 'out')
      const { status, out: said } = await runCommand([
        ...['extract', image, '/it', out, '--stream', 'two'],
      ])
      expect([status, said]).toEqual([0, `${out}: 1 file, 20 bytes\n`])
      expect(text(await readFile(out))).toBe(text(pattern(20)))
      const main = await runCommand(['extract', image, '/it', `${out}2`])
      expect(main.out).toContain('1 file without further streams that belong to it')
    }))

  test('one that is not there is refused with those that are, and so is an archive of one', () =>
    withImage(async (image, dir) => {
      const out = join(dir, 'out')
      const none = await runCommand(['extract', image, '/it', out, '--stream', 'x\u202e'])
      expect([none.status, none.err]).toEqual([
        1,
        '/it has no stream “x\\u{202e}”, but “Two”, “packed”.\n',
      ])
      const tar = await runCommand(['extract', image, '/it', out, '--stream', 'Two', '--tar'])
      expect(tar.status).toBe(2)
      expect(await readdir(dir)).toEqual(['image.vhdx'])
    }))

  test('what is compressed and damaged is zero in its place, and said', () =>
    withImage(async (image, dir) => {
      const argv = ['extract', image, '/it', join(dir, 'out'), '--stream', 'packed']
      const { status, err } = await runCommand(argv)
      expect(status).toBe(3)
      expect(err).toBe(
        '“/it”, stream “packed”, has zeros for 4 KiB at 0x0: What is compressed there is damaged.\n',
      )
      const bytes = await readFile(join(dir, 'out'))
      expect(bytes.subarray(0, 4096).every((byte) => byte === 0)).toBe(true)
      expect(bytes[4096]).toBe(128)
    }))
})
