import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import type { ParentPath } from '../../engine/disk/chain/chain-file.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { checkFolder, findPlace, parentPlaces } from './find-parent.ts'

const RELATIVE = 'relative_path'
const VOLUME = 'volume_path'
const ABSOLUTE = 'absolute_win32_path'

interface Looking {
  /** Files of the folder, with their folders. */
  readonly there: readonly string[]
  readonly paths: readonly (readonly [key: ParentPath['key'], value: string])[]
  readonly folders?: readonly string[]
}

/** The first file that is found, as a path from the folder; the file that names it is in its folder “in”. */
const found = ({ there, paths, folders = [] }: Looking): Promise<string | undefined> =>
  inTempDir(async (dir) => {
    await mkdir(join(dir, 'in'))
    for (const path of there) {
      await mkdir(join(dir, path, '..'), { recursive: true })
      await writeFile(join(dir, path), '')
    }
    const places = parentPlaces(
      join(dir, 'in'),
      paths.map(([key, value]) => ({ key, value })),
      folders.map((folder) => join(dir, folder)),
    )
    for (const place of places) {
      const path = await findPlace(place)
      if (path !== undefined) return path.slice(dir.length + 1)
    }
    return undefined
  })

test('a relative path is seen from the file that names it', async () => {
  const there = ['up/base.vhdx', 'in/base.vhdx']
  expect(await found({ there, paths: [[RELATIVE, '..\\up\\base.vhdx']] })).toBe('up/base.vhdx')
})

test('case does not matter, in no name of the path', async () => {
  const paths = [[RELATIVE, '..\\UP\\Base.VHDX']] as const
  expect(await found({ there: ['Up/BASE.vhdx'], paths })).toBe('Up/BASE.vhdx')
})

test('a name as it is written goes before one in another case', async () => {
  const there = ['in/BASE.vhdx', 'in/base.vhdx']
  expect(await found({ there, paths: [[RELATIVE, 'base.vhdx']] })).toBe('in/base.vhdx')
})

test('the name of a path of another machine is looked for beside the file', async () => {
  const there = ['in/base.vhdx']
  for (const value of ['C:\\Disks\\base.vhdx', '\\\\?\\d:\\Disks\\BASE.vhdx']) {
    expect(await found({ there, paths: [[ABSOLUTE, value]] })).toBe('in/base.vhdx')
  }
  const volume = '\\\\?\\Volume{26a21bda-a627-11d7-9931-806e6f6e6963}\\Disks\\base.vhdx'
  expect(await found({ there, paths: [[VOLUME, volume]] })).toBe('in/base.vhdx')
  expect(
    await found({
      there: ['mount/disks/base.vhdx'],
      paths: [[VOLUME, volume]],
      folders: ['mount'],
    }),
  ).toBe('mount/disks/base.vhdx')
})

test('a folder that is given is looked into, and those below it are not', async () => {
  const paths = [[RELATIVE, '.\\base.vhdx']] as const
  const folders = ['in', 'mount']
  expect(await found({ there: ['mount/base.vhdx'], paths, folders })).toBe('mount/base.vhdx')
  expect(await found({ there: ['mount/deep/base.vhdx'], paths, folders })).toBeUndefined()
})

test('what is around a path is read past, and a name with brackets is found as well', async () => {
  const paths = [[RELATIVE, '[base.vhdx]\0']] as const
  expect(await found({ there: ['in/base.vhdx'], paths })).toBe('in/base.vhdx')
  const named = {
    there: ['in/[base.vhdx]', 'in/base.vhdx'],
    paths: [[RELATIVE, '[base.vhdx]']],
  } as const
  expect(await found(named)).toBe('in/[base.vhdx]')
})

test.each([
  '',
  '..',
  '\0',
  '..\\'.repeat(20_000),
  'a\\'.repeat(20_000),
  'x'.repeat(32_767),
  '\\\\host\\share\\x',
])('a path that leads nowhere ends there: %#', async (value) => {
  const paths = [RELATIVE, VOLUME, ABSOLUTE].map((key) => [key, value] as const)
  expect(await found({ there: [], paths: paths as Looking['paths'] })).toBeUndefined()
})

test('a folder that is none is a sentence', () =>
  inTempDir(async (dir) => {
    await writeFile(join(dir, 'file'), '')
    await expect(checkFolder(join(dir, 'file'))).rejects.toThrow('is not a folder')
    await expect(checkFolder(join(dir, 'none'))).rejects.toThrow('there is no such file or folder')
  }))
