import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { inTempDir } from '../../testing/qemu.ts'
import { giveName, makeNewFile } from './new-file.ts'

const hello = (path: string) => writeFile(path, 'hello')
/** Nothing is said where nothing is left. */
const io = {
  err: (text: string) => {
    throw new Error(text)
  },
}

test('the file has its name only when it is complete', async () => {
  await inTempDir(async (dir) => {
    const out = join(dir, 'out')
    await makeNewFile(
      out,
      async (_, temporary) => {
        await hello(temporary)
        expect(await readdir(dir)).not.toContain('out')
      },
      io,
    )
    expect(await readdir(dir)).toEqual(['out'])
    expect(await readFile(out, 'utf8')).toBe('hello')
  })
})

test('a failure leaves nothing', async () => {
  await inTempDir(async (dir) => {
    const failing = makeNewFile(
      join(dir, 'out'),
      async (_, temporary) => {
        await hello(temporary)
        throw new Error('halfway')
      },
      io,
    )
    await expect(failing).rejects.toThrow('halfway')
    expect(await readdir(dir)).toEqual([])
  })
})

describe('nothing is ever overwritten:', () => {
  const neverFilled = () => Promise.reject(new Error('must not be called'))

  test('a file', async () => {
    await inTempDir(async (dir) => {
      await writeFile(join(dir, 'out'), 'old')
      await expect(makeNewFile(join(dir, 'out'), neverFilled, io)).rejects.toThrow('exists already')
      expect(await readFile(join(dir, 'out'), 'utf8')).toBe('old')
    })
  })

  test('a folder, or a link to nowhere', async () => {
    await inTempDir(async (dir) => {
      await mkdir(join(dir, 'folder'))
      await symlink(join(dir, 'nowhere'), join(dir, 'link'))
      await expect(makeNewFile(join(dir, 'folder'), neverFilled, io)).rejects.toThrow(
        'exists already',
      )
      await expect(makeNewFile(join(dir, 'link'), neverFilled, io)).rejects.toThrow(
        'exists already',
      )
    })
  })

  test('a file that somebody makes in the meantime', async () => {
    await inTempDir(async (dir) => {
      const out = join(dir, 'out')
      const making = makeNewFile(
        out,
        async (_, temporary) => {
          await hello(temporary)
          await writeFile(out, 'other')
        },
        io,
      )
      await expect(making).rejects.toThrow('exists already')
      expect(await readFile(out, 'utf8')).toBe('other')
      expect(await readdir(dir)).toEqual(['out'])
    })
  })
})

test('a folder that is not there is one sentence', async () => {
  await expect(
    makeNewFile('/no/such/folder/out', (_, temporary) => hello(temporary), io),
  ).rejects.toThrow('/no/such/folder/out cannot be written: there is no such file or folder.')
})

describe('on a file system without hard links', () => {
  const noLink = () => Promise.reject(Object.assign(new Error('no links'), { code: 'EPERM' }))

  test('the file gets its name all the same', async () => {
    await inTempDir(async (dir) => {
      await hello(join(dir, 'temporary'))
      await giveName(join(dir, 'temporary'), join(dir, 'out'), noLink)
      expect(await readFile(join(dir, 'out'), 'utf8')).toBe('hello')
      expect(await readdir(dir)).toEqual(['out'])
    })
  })

  test('an existing file stays', async () => {
    await inTempDir(async (dir) => {
      await hello(join(dir, 'temporary'))
      await writeFile(join(dir, 'out'), 'old')
      const naming = giveName(join(dir, 'temporary'), join(dir, 'out'), noLink)
      await expect(naming).rejects.toMatchObject({ code: 'EEXIST' })
      expect(await readFile(join(dir, 'out'), 'utf8')).toBe('old')
    })
  })
})
