import { execFile } from 'node:child_process'
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, test } from 'vitest'
import { createDigest } from '../../engine/bytes/hash/digest.ts'
import { buildImage } from '../../engine/compose/build-image.ts'
import { MIB } from '../../engine/format/layout.ts'
import { inTempDir } from '../../testing/qemu.ts'
import { runCommand } from '../../testing/run-command.ts'
import { writeImage } from '../../testing/write-image.ts'
import { checkLine, startHash } from './hashing.ts'

const run = promisify(execFile)
const program = await run('sha256sum', ['--version']).catch(() => undefined)

describe('the hash of an export', () => {
  test('is that of the whole file, with what is a hole in it, and stands alone', async () => {
    await inTempDir(async (dir) => {
      const [image, raw] = [join(dir, 'a.vhdx'), join(dir, 'a.raw')]
      const blocks = [
        { block: 1, fill: 5 },
        { block: 40, fill: 6 },
      ]
      await writeImage(image, buildImage({ virtualDiskSize: 70 * MIB, blocks }))
      const answer = await runCommand(['export', image, raw, '--hash', 'sha256'])
      const sha256 = createHash('sha256').update(await readFile(raw))
      expect(answer).toEqual({
        status: 0,
        out: `${sha256.digest('hex')}  ${raw}\n`,
        err: `${raw}: 70 MiB, 2 MiB of it in the image\n`,
      })
      const part = join(dir, 'part.raw')
      const range = ['--offset', '1234KiB', '--length', '3MiB']
      const { out } = await runCommand(['export', image, part, '--hash=blake3', ...range])
      const blake3 = await createDigest('blake3')
      blake3.update(await readFile(part))
      expect(out).toBe(`${blake3.hex()}  ${part}\n`)
    })
  })

  test('is not asked for by another name', async () => {
    const { status, err } = await runCommand(['export', 'a', 'b', '--hash', 'md5'])
    expect([status, err]).toEqual([
      2,
      'The --hash “md5” is neither sha256 nor blake3. Try “vhdx-inspector --help”.\n',
    ])
  })

  test.runIf(program)('is believed by sha256sum, whatever the name', async () => {
    await inTempDir(async (dir) => {
      const image = join(dir, 'a.vhdx')
      await writeImage(image, buildImage({ virtualDiskSize: MIB, blocks: [{ block: 0, fill: 5 }] }))
      for (const name of ['a.raw', 'a\\b\nc\rd.raw', '$(id) `id`\u202e".raw']) {
        const { out } = await runCommand(['export', image, join(dir, name), '--hash', 'sha256'])
        const checked = promisify(execFile)('sha256sum', ['--strict', '-c'])
        checked.child.stdin?.end(out)
        expect((await checked).stderr).toBe('')
      }
    })
  })
})

test('an interrupt is heard, also in zeros without end', async () => {
  const abort = new AbortController()
  const hash = await startHash(['sha256'], 2 ** 50, { signal: abort.signal })
  setTimeout(() => abort.abort(), 20)
  await expect(hash.addZeros(2 ** 50)).rejects.toMatchObject({ name: 'AbortError' })
})

test.each([
  ['plain name.raw', 'ff  plain name.raw\n'],
  ['a\nb', '\\ff  a\\nb\n'],
  ['a\\b', '\\ff  a\\\\b\n'],
])('the line for %j', (name, line) => {
  expect(checkLine('ff', name)).toBe(line)
})
