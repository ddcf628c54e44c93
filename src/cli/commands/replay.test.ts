import {
  chmod,
  copyFile,
  link,
  readdir,
  readFile,
  stat,
  symlink,
  truncate,
  writeFile,
} from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { NIL_GUID } from '../../engine/bytes/guid.ts'
import { buildRecipe } from '../../engine/compose/build-recipe.ts'
import { dirty } from '../../engine/compose/samples/dirty.ts'
import { clean, truncated } from '../../engine/compose/samples/small.ts'
import { HEADER_OFFSETS, HEADER_SECTION_SIZE } from '../../engine/format/layout.ts'
import { realImage } from '../../testing/images.ts'
import { describeWithQemu, inTempDir, qemuImg, qemuIo } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'
import { writeImage } from '../../testing/write-image.ts'

const GUID = 'b1c2d3e4-f5a6-4b7c-8d9e-0f1a2b3c4d5e'

/** A folder with one image; `out` is where a copy goes. */
const withDirty = <T>(use: (path: string, out: string, dir: string) => Promise<T>, image = dirty) =>
  inTempDir(async (dir) => {
    const path = join(dir, 'image.vhdx')
    await writeImage(path, buildRecipe(image))
    return use(path, join(dir, 'out.vhdx'), dir)
  })

const report = async (path: string) =>
  JSON.parse((await runCommand(['inspect', path, '--json'])).out)

test('writes a replayed copy, and the image stays as it was', async () => {
  await withDirty(async (path, out, dir) => {
    const bytes = await readFile(path)
    const before = await report(path)
    const { status, out: said, err } = await runCommand(['replay', path, out])
    expect({ status, err }).toEqual({ status: 0, err: '' })
    expect(said).toMatch(/out\.vhdx: 12 MiB, \d+ writes replayed, verified\n$/)

    const after = await report(out)
    expect(after.outcome).toBe('clean')
    expect(after.file.size).toBe(12 * 1024 * 1024)
    expect(after.before).toEqual(before.after)
    expect(after.headers[0].dataWriteGuid).toBe(before.headers[0].dataWriteGuid)
    expect(after.headers.map((header: { logGuid: string }) => header.logGuid)).toEqual([
      NIL_GUID,
      NIL_GUID,
    ])
    expect(Buffer.compare(await readFile(path), bytes)).toBe(0)
    expect((await readdir(dir)).sort()).toEqual(['image.vhdx', 'out.vhdx'])
  })
})

test.skipIf(process.platform === 'win32')(
  'a copy may be read by whom the image may be read',
  async () => {
    await withDirty(async (path, out) => {
      await chmod(path, 0o600)
      await runCommand(['replay', path, out])
      expect((await stat(out)).mode & 0o777).toBe(0o600)
    })
  },
)

test('zeros that the log writes into a hole stay a hole', async () => {
  const size = 512 * 1024 ** 2
  const hole = { kind: 'zero', fileOffset: '16MiB', length: '400MiB' } as const
  const image = { ...clean, fileSize: size, log: { entries: [{ descriptors: [hole] }] } }
  await withDirty(async (path, out) => {
    expect((await runCommand(['replay', path, out])).status).toBe(0)
    const copy = await stat(out)
    expect(copy.size).toBe(size)
    expect(copy.blocks * 512).toBeLessThan(16 * 1024 ** 2)
  }, image)
})

test('a copy can be made again byte for byte', async () => {
  await withDirty(async (path, out) => {
    for (const copy of [out, `${out}.2`]) {
      await runCommand(['replay', path, copy, '--file-write-guid', GUID])
    }
    expect(Buffer.compare(await readFile(out), await readFile(`${out}.2`))).toBe(0)
    expect((await report(out)).headers[0].fileWriteGuid).toBe(GUID)
  })
})

test('two copies without a given GUID differ in it', async () => {
  await withDirty(async (path, out) => {
    await runCommand(['replay', path, out])
    await runCommand(['replay', path, `${out}.2`])
    const [one, two] = [await report(out), await report(`${out}.2`)]
    expect(one.headers[0].fileWriteGuid).not.toBe(two.headers[0].fileWriteGuid)
  })
})

test('of a clean image the copy is a plain one', async () => {
  await withDirty(async (path, out) => {
    const { status, out: said } = await runCommand(['replay', path, out])
    expect(status).toBe(0)
    expect(said).toContain('nothing to replay')
    expect(Buffer.compare(await readFile(out), await readFile(path))).toBe(0)
  }, clean)
})

describe('writes nothing', () => {
  test('of an image that is refused: 20', async () => {
    await withDirty(async (path, out, dir) => {
      const { status, out: said, err } = await runCommand(['replay', path, out])
      expect({ status, said }).toEqual({ status: 20, said: '' })
      expect(err).toMatch(/^image\.vhdx is refused: [^\n]+\.\n$/)
      expect(await readdir(dir)).toEqual(['image.vhdx'])
    }, truncated)
  })

  test('of a file that is not a VHDX: 30', async () => {
    await inTempDir(async (dir) => {
      await writeFile(join(dir, 'a'), 'text')
      const { status } = await runCommand(['replay', join(dir, 'a'), join(dir, 'b')])
      expect(status).toBe(30)
      expect(await readdir(dir)).toEqual(['a'])
    })
  })

  test('over an existing file, whatever it is: 1', async () => {
    await withDirty(async (path, out, dir) => {
      await writeFile(out, 'mine')
      await link(path, join(dir, 'hard-link'))
      await symlink(path, join(dir, 'link'))
      await symlink(join(dir, 'nowhere'), join(dir, 'dangling'))
      const names = await readdir(dir)
      const bytes = await readFile(path)
      for (const name of ['out.vhdx', 'image.vhdx', 'hard-link', 'link', 'dangling']) {
        const { status, err } = await runCommand(['replay', path, join(dir, name)])
        expect({ name, status }).toEqual({ name, status: 1 })
        expect(err).toMatch(/^[^\n]+\.\n$/)
      }
      expect(await readdir(dir)).toEqual(names)
      expect(await readFile(out, 'utf8')).toBe('mine')
      expect(Buffer.compare(await readFile(path), bytes)).toBe(0)
    })
  })

  test('into a folder that is not there: 1', async () => {
    await withDirty(async (path, _, dir) => {
      const { status, err } = await runCommand(['replay', path, join(dir, 'none', 'out.vhdx')])
      expect(status).toBe(1)
      expect(err).toContain('there is no such file or folder')
    })
  })

  test('when it is interrupted: 1', async () => {
    await withDirty(async (path, out, dir) => {
      const { status, err } = await runCommand(['replay', path, out], AbortSignal.abort())
      expect({ status, err }).toEqual({ status: 1, err: 'Interrupted: nothing was written.\n' })
      expect(await readdir(dir)).toEqual(['image.vhdx'])
    })
  })
})

test('the copy of a sparse image of 200 GiB is as sparse, and made at once', async () => {
  await withDirty(async (path, out) => {
    await truncate(path, 200 * 2 ** 30)
    const { status } = await runCommand(['replay', path, out])
    expect(status).toBe(0)
    const { size, blocks } = await stat(out)
    expect(size).toBe(200 * 2 ** 30)
    expect(blocks * 512).toBeLessThan(16 * 2 ** 20)
  })
})

const dirtyLog = realImage('iotest-dirtylog-10G-4M.vhdx')

describeWithQemu('the copy of the image that QEMU left dirty', () => {
  test.skipIf(dirtyLog === undefined)(
    'is what qemu-img makes of it, but for the headers',
    async () => {
      await inTempDir(async (dir) => {
        const [out, theirs] = [join(dir, 'out.vhdx'), join(dir, 'theirs.vhdx')]
        expect((await runCommand(['replay', dirtyLog ?? '', out])).status).toBe(0)
        expect((await qemuImg(['check', out])).stdout).toContain('No errors')
        expect((await qemuImg(['info', out])).status).toBe(0)
        expect((await qemuIo(out, 'read -P 0xa5 0 18M')).stdout).not.toContain('Pattern')

        await copyFile(dirtyLog ?? '', theirs)
        await qemuImg(['check', '-r', 'all', theirs])
        const [ours, expected] = [await readFile(out), await readFile(theirs)]
        for (const bytes of [ours, expected]) {
          for (const at of HEADER_OFFSETS) bytes.fill(0, at, at + HEADER_SECTION_SIZE / 256)
        }
        expect(Buffer.compare(ours, expected)).toBe(0)
      })
    },
  )
})
