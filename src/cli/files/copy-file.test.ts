import { open, readFile, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import { MIB } from '../../engine/format/layout.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { copyFile } from './copy-file.ts'

const { signal } = new AbortController()

/** 64 MiB of which 5 bytes are written, at 3 MiB and at the end. */
async function makeSparse(path: string): Promise<void> {
  const file = await open(path, 'wx')
  await file.truncate(64 * MIB)
  await file.write('begin', 3 * MIB)
  await file.write('end', 64 * MIB - 3)
  await file.close()
}

const allocated = async (path: string): Promise<number> => (await stat(path)).blocks * 512

describe.each([
  ['by the system', 'cp'],
  ['by reading and writing, where the system cannot', 'no-such-program'],
  ['by reading and writing, where the program is another one', process.execPath],
])('a copy made %s', (_, program) => {
  test('has the same bytes and the same holes', async () => {
    await inTempDir(async (dir) => {
      const [from, to] = [join(dir, 'from'), join(dir, 'to')]
      await makeSparse(from)
      await writeFile(to, '')
      await copyFile(from, to, { program, signal })
      expect(Buffer.compare(await readFile(to), await readFile(from))).toBe(0)
      expect(await allocated(to)).toBeLessThan(MIB)
    })
  })
})

test('an abort ends the copying', async () => {
  await inTempDir(async (dir) => {
    const [from, to] = [join(dir, 'from'), join(dir, 'to')]
    await makeSparse(from)
    await writeFile(to, '')
    await expect(copyFile(from, to, { signal: AbortSignal.abort() })).rejects.toThrow()
  })
})

test('what the copying program says is the reason', async () => {
  await inTempDir(async (dir) => {
    const missing = copyFile(join(dir, 'from'), join(dir, 'to'), { signal })
    await expect(missing).rejects.toThrow('no such file or directory')
  })
})
