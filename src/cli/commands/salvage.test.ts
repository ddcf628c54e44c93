import { execFile } from 'node:child_process'
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { buildImage } from '../../engine/compose/build-image.ts'
import type { ImageDescription } from '../../engine/compose/description.ts'
import { MIB } from '../../engine/format/layout.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'
import { NOT_CLOSED, placing, SALVAGED_DISK, TORN } from '../../testing/salvage-images.ts'
import { writeImage } from '../../testing/write-image.ts'

const GUID = 'b1c2d3e4-f5a6-4b7c-8d9e-0f1a2b3c4d5e'
const CUT = { ...SALVAGED_DISK, fileSize: 5 * MIB + 4096 }
/** Its log is ahead of the file, which is cut as well. */
const AHEAD: ImageDescription = {
  ...SALVAGED_DISK,
  log: { entries: [{ ...placing(8, 8), flushedFileOffset: BigInt(11 * MIB) }] },
}

const withDisk = (
  description: ImageDescription,
  use: (image: string, out: string) => Promise<void>,
) =>
  inTempDir(async (dir) => {
    const image = join(dir, 'image.vhdx')
    await writeImage(image, buildImage(description))
    const before = await readFile(image)
    await use(image, join(dir, 'out.vhdx'))
    expect((await readFile(image)).equals(before)).toBe(true)
  })

describe('the list', () => {
  test('has each way with what is lost and what will come of it', async () => {
    await withDisk(CUT, async (image) => {
      const { status, out, err } = await runCommand(['salvage', image])
      expect({ status, err }).toEqual({ status: 0, err: '' })
      expect(out).toContain('Salvage   lengthened: The file is made as long as')
      expect(out).toContain('Needs     A file that ends before something that it names.')
      expect(out).toContain('Loses     What lay behind the end: it reads as zeros.')
      expect(out).toContain('3 MiB − 4 KiB of the disk, in 3 blocks: 0x101000–0x400000')
      expect(out).toMatch(/Result {4}3 MiB − 4 KiB of the disk, in 3 blocks, are zeros in the copy/)
      expect(out).toContain('--way lengthened” writes a copy')
      expect(out).not.toContain('second-header')
      expect((await runCommand(['salvage', image, '--why'])).out).toContain(
        '  second-header: Both headers are whole.\n    It needs: One header that is whole, and one that is not.\n',
      )
    })
  })

  test('has what several do together, where one is not enough', async () => {
    await withDisk({ ...CUT, headers: [{ checksum: 1 }, {}] }, async (image, path) => {
      const { out } = await runCommand(['salvage', image])
      expect(out).toMatch(/Together:[\s\S]*--way second-header,lengthened”/)
      const made = await runCommand(['salvage', image, path, '--way', 'lengthened,second-header'])
      expect(made).toMatchObject({ status: 0, err: '' })
      expect(await runCommand(['inspect', path])).toMatchObject({ status: 0 })
    })
  })

  test('is empty for an image that is whole, or that is none', async () => {
    for (const description of [SALVAGED_DISK, NOT_CLOSED]) {
      await withDisk(description, async (image) => {
        const { status, out, err } = await runCommand(['salvage', image])
        expect({ status, out }).toEqual({ status: 20, out: '' })
        expect(err).toMatch(
          /^[^\n]*: no way of salvage applies\. What works: .*“vhdx-inspector export IMAGE OUT”\.\n$/,
        )
      })
    }
    await inTempDir(async (dir) => {
      const path = join(dir, 'text')
      await writeFile(path, 'no image')
      expect(await runCommand(['salvage', path])).toMatchObject({ status: 20, out: '' })
    })
  })
})

describe('a copy', () => {
  test('is what was promised, and the same again by the same GUID', async () => {
    await withDisk(CUT, async (image, path) => {
      const argv = ['--way', 'lengthened', '--write-guid', GUID]
      const { status, out } = await runCommand(['salvage', image, path, ...argv])
      expect(status).toBe(0)
      expect(out).toContain('out.vhdx: a salvaged copy, verified\n')
      expect(out).toContain('Lost      What lay behind the old end')
      expect(await runCommand(['inspect', path])).toMatchObject({ status: 0 })
      expect((await runCommand(['salvage', image, path, ...argv])).err).toContain(
        'ever overwritten',
      )
      await runCommand(['salvage', image, `${path}2`, ...argv])
      expect((await readFile(path)).equals(await readFile(`${path}2`))).toBe(true)
    })
  })

  test('is not made where a way does not apply, and no trace is left', async () => {
    await withDisk(SALVAGED_DISK, async (image, path) => {
      const ended = await runCommand(['salvage', image, path, '--way', 'second-header'])
      expect(ended).toMatchObject({ status: 20, out: '' })
      expect(ended.err).toContain(
        'is not salvaged so: second-header: Both headers are whole. What works: “',
      )
      expect(await readdir(join(image, '..'))).toEqual(['image.vhdx'])
    })
  })

  test('takes values that its ways ask for, and no others', async () => {
    const headless = { ...NOT_CLOSED, headers: [{ checksum: 1 }, { checksum: 1 }] } as const
    await withDisk(headless, async (image, path) => {
      const argv = ['salvage', image, path, '--way', 'headers-anew']
      expect((await runCommand([...argv, '--set', 'colour=red'])).err).toContain(
        'Nothing is called colour',
      )
      expect((await runCommand(['salvage', image])).out).toContain(
        'log=proven: It is proven by 1 whole entry.',
      )
      const { status, out } = await runCommand([...argv, '--set', 'log=proven'])
      expect(status).toBe(0)
      expect(out).toContain('The log, which is whole then, is applied: 1 entry.')
    })
  })

  test('says with which values it is made and why, and what speaks against one that is set', async () => {
    await withDisk(SALVAGED_DISK, async (image, path) => {
      const lost = join(image, '..', 'lost')
      const file = await readFile(image)
      file.fill(0, 2 * MIB, 2 * MIB + 65536)
      await writeFile(lost, file)
      const list = await runCommand(['salvage', lost])
      expect(list.out).toMatch(
        /\nValues {4}disk-size is 4MiB, proposed, since the last block of the table ends at 4MiB\.\n/,
      )
      const argv = ['salvage', lost, path, '--way', 'metadata-anew', '--set']
      const made = await runCommand([...argv, 'disk-size=2.5 mib'])
      expect(made.out).toContain(
        'disk-size is 2560KiB, as it was set. But the last block of the table ends at 4MiB.',
      )
      const ended = await runCommand([...argv, 'block-size=3MiB'])
      expect(ended).toMatchObject({ status: 20, out: '' })
      expect(ended.err).toMatch(
        /a power of two of bytes.*\n {2}block-size is 3MiB, as it was set\. But the places .* 1MiB\.\n {2}--set block-size=1MiB: With it /,
      )
      expect((await runCommand([...argv, 'block-size=large'])).err).toMatch(
        /“large” is no size.*\n {2}--set block-size=…: bytes of a block/,
      )
    })
  })

  test('has no parent where its disk is no child, and the help says so', async () => {
    await withDisk({ ...SALVAGED_DISK, metadata: { items: [] } }, async (image, path) => {
      const argv = ['salvage', image, path, '--way', 'metadata-anew', '--set']
      const { status, out, err } = await runCommand([...argv, 'parent-path=base.vhdx'])
      expect({ status, out }).toEqual({ status: 20, out: '' })
      expect(err).toMatch(
        /parent-path has a meaning only where kind is differencing, and here it is fixed, proposed, since .*\.\n {2}--set kind=dynamic: .*\n {2}--set kind=fixed: .*\n {2}--set kind=differencing: A child: /,
      )
      expect((await runCommand(['salvage', image])).out).toContain(
        '--set parent-path=…: the path of the parent, where kind is differencing\n',
      )
    })
    expect((await runCommand(['help', 'salvage'])).out.replace(/\s+/g, ' ')).toContain(
      'parent-path and parent-id have a meaning only where kind is differencing.',
    )
  })

  test('is made by the place that is named, where there are several, which are listed', async () => {
    const twice = { ...SALVAGED_DISK, fileSize: 12 * MIB }
    await withDisk(twice, async (image, path) => {
      const lost = join(image, '..', 'lost')
      const file = await readFile(image)
      file.copy(file, 9 * MIB, 3 * MIB, 3 * MIB + 4096)
      file.fill(0, 192 * 1024, MIB)
      await writeFile(lost, file)
      const { status, out, err } = await runCommand(['salvage', lost])
      expect(status).toBe(20)
      expect(err).toContain('no way of salvage applies by itself: set one')
      expect(out).toMatch(
        /^Applies where a value is set: region-tables-anew\n.*set bat\.\n {2}--set bat=0x300000: A table .*\n {2}--set bat=0x900000: A table/,
      )
      const argv = ['salvage', lost, path, '--way', 'region-tables-anew']
      expect((await runCommand(argv)).err).toMatch(/set bat\.[\s\S]*\n {2}--set bat=0x900000: A/)
      expect(await runCommand([...argv, '--set', 'bat=3MiB'])).toMatchObject({ status: 0 })
      expect(await runCommand(['inspect', path])).toMatchObject({ status: 0 })

      file.fill(0, 0, MIB)
      await writeFile(lost, file)
      const ways = 'headers-anew,identifier,region-tables-anew'
      expect((await runCommand(['salvage', lost])).out).toContain(`is set: ${ways}\n`)
      const both = ['salvage', lost, `${path}2`, '--way', ways, '--set', 'bat=3MiB']
      expect(await runCommand(both)).toMatchObject({ status: 0 })
      expect(await runCommand(['inspect', `${path}2`])).toMatchObject({ status: 0 })
    })
  })

  test.each([
    [['--way', 'lengthened', '--patch'], 'Say which file the patch is to be.'],
    [['out'], 'Say which way'],
    [['--set', 'log=none'], 'Say which way'],
    [['out', '--way', 'magic'], 'There is no way “magic”'],
    [['out', '--way', 'lengthened', '--set', 'log'], 'is not NAME=VALUE'],
  ])('%j is wrong usage', async (argv, words) => {
    const { status, err } = await runCommand(['salvage', 'image', ...argv])
    expect(status).toBe(2)
    expect(err).toContain(words)
  })
})

describe('a patch', () => {
  test.each([
    ['without-log', TORN],
    ['log-up-to', TORN],
    ['lengthened', AHEAD],
    ['lengthened', CUT],
  ])(
    'by %s makes the copy, by apply and by its script, which call it a salvage',
    async (way, description) => {
      await withDisk(description, async (image, path) => {
        const argv = ['--way', way, '--write-guid', GUID]
        expect(await runCommand(['salvage', image, path, ...argv])).toMatchObject({ status: 0 })
        const patch = join(image, '..', 'patch')
        const made = await runCommand(['salvage', image, patch, ...argv, '--patch'])
        expect(made).toMatchObject({ status: 0, err: '' })
        expect(made.out).toContain('A patch that salvages the image')
        const copy = await readFile(path)
        for (const apply of ['apply', 'sh']) {
          const work = join(image, '..', apply)
          await writeFile(work, await readFile(image))
          if (apply === 'apply') await runCommand(['apply', patch, work])
          else if (process.platform !== 'win32') {
            const { stdout } = await promisify(execFile)('sh', [`${patch}.sh`, work])
            expect(stdout).toContain('the image is salvaged')
          } else continue
          expect((await readFile(work)).equals(copy)).toBe(true)
        }
        for (const script of [`${patch}.sh`, `${patch}.ps1`]) {
          expect((await readFile(script, 'utf8')).toLowerCase()).not.toContain('replay')
        }
      })
    },
  )

  test.each([
    ['headers-anew', { ...SALVAGED_DISK, headers: [{ checksum: 1 }, { checksum: 1 }] }],
    ['second-header', { ...SALVAGED_DISK, headers: [{ checksum: 1 }, {}] }],
  ] satisfies [string, ImageDescription][])(
    'by %s is undone by its script, too',
    async (way, description) => {
      await withDisk(description, async (image, path) => {
        const argv = ['--way', way, '--write-guid', GUID]
        expect(await runCommand(['salvage', image, `${path}2`, ...argv])).toMatchObject({
          status: 0,
        })
        await runCommand(['salvage', image, path, ...argv, '--patch'])
        const work = join(image, '..', 'work')
        await writeFile(work, await readFile(image))
        await promisify(execFile)('sh', [`${path}.sh`, work])
        expect((await readFile(work)).equals(await readFile(`${path}2`))).toBe(true)
        const again = await promisify(execFile)('sh', [`${path}.sh`, work])
        expect(again.stdout).toContain('already')
        await promisify(execFile)('sh', [`${path}.sh`, '--undo', work])
        expect((await readFile(work)).equals(await readFile(image))).toBe(true)
      })
    },
  )

  test('of an image in the middle of another one is refused', async () => {
    await withDisk(CUT, async (image, path) => {
      const file = await readFile(image)
      file.write('vhdp', 64 * 1024)
      const half = join(image, '..', 'half')
      await writeFile(half, file)
      const ended = await runCommand(['salvage', half, path, '--way', 'lengthened', '--patch'])
      expect(ended).toMatchObject({ status: 1, out: '' })
      expect(ended.err).toContain('in the middle of another patch')
    })
  })
})
